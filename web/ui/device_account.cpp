// SPDX-License-Identifier: MIT
// Whose device it is: a line in the header, and what waits for a decision about it.
#include <string>

#include "app/device_text.h"
#include "ui/device_app.h"
#include "ui/status_line.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

Look session_look(SessionState state) {
  switch (state) {
    case SessionState::signed_out: return {Tone::neutral, Icon::pause};
    case SessionState::refreshing: return {Tone::accent, Icon::repeat};
    case SessionState::sign_in_needed: return {Tone::waiting, Icon::key};
    case SessionState::code_sent: return {Tone::accent, Icon::send};
    case SessionState::signed_in: break;
  }
  return {Tone::neutral, Icon::key};
}

void draw_lost(const DeviceApp& app) {
  const std::string title = lost_text(app.view().lost, app.device.wall_ms(), app.device.zone());
  if (title.empty()) return;
  const CalloutResult result =
      callout({.id = "lost",
               .tone = Tone::broken,
               .title = title,
               .text = "The server has gone back in time. Nothing is dropped until you decide.",
               .action = "Send them again",
               .other = "Drop them"});
  if (result == CalloutResult::acted) (void)app.device.send_lost();
  if (result == CalloutResult::acted_otherwise) (void)app.device.drop_lost();
}

}  // namespace

void draw_account_line(const DeviceApp& app) {
  const SessionView& session = app.view().session;
  const Look look = session_look(session.state);
  const bool is_calm = session.state == SessionState::signed_in;
  const char* words = session.is_signed_in() ? "Account" : "Sign in";
  const ButtonOptions button_look{.kind = ButtonKind::ghost};
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = sizes().control_height;
  const bool is_open = app.state.account.is_open;  // it has a way back of its own
  const float spare = is_open ? 0.0f : button_width(words, button_look) + space::kSmall;
  const float right = corner.x + room(1.0f);
  StatusLine line("session");
  line.add(user_text(session), Tone::neutral, is_calm ? look.icon : Icon::none);
  if (!is_calm || session.account == kNobody) {
    line.add(session_text(session.state), look.tone, look.icon);
  }
  const float text_height = line_height(kSmallText) + space::kTight;
  ImGui::SetCursorScreenPos({corner.x, corner.y + (height - text_height) / 2});
  line.draw(spare);
  ImGui::SetCursorScreenPos({right - spare + space::kSmall, corner.y});
  if (is_open) {
    ImGui::Dummy({0, height});
  } else if (button(words, button_look)) {
    open_account_sheet(app);
  }
}

void draw_account_notices(const DeviceApp& app) {
  if (app.state.account.is_open) return;
  const SessionView& session = app.view().session;
  if (session.state == SessionState::sign_in_needed) {
    const CalloutResult result =
        callout({.id = "sign in needed",
                 .tone = Tone::waiting,
                 .title = "Sign in again",
                 .text = "The server has ended the session. Your tasks and changes are kept here.",
                 .action = "Sign in"});
    if (result == CalloutResult::acted) open_account_sheet(app);
  }
  draw_lost(app);
  if (session.blocked_review == 0) return;
  const std::string title = review_text(session);
  const std::string text =
      "Do they belong to " + user_text(session) + "? Nothing is sent until you say so.";
  const CalloutResult result = callout({.id = "review",
                                        .tone = Tone::waiting,
                                        .title = title,
                                        .text = text,
                                        .action = "Keep",
                                        .other = "Discard"});
  if (result == CalloutResult::acted) (void)app.device.keep_work();
  if (result == CalloutResult::acted_otherwise) (void)app.device.discard_work();
}

}  // namespace srl::web::ui
