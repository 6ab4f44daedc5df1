// SPDX-License-Identifier: MIT
// The sheet in which the person of a device signs in and out, and sees where else they are signed
// in.
#include <string>

#include "app/device_text.h"
#include "ui/device_app.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/text_field.h"

namespace srl::web::ui {

namespace {

constexpr std::size_t kCodeLengthMax = 16;
constexpr ButtonOptions kPrimary{.kind = ButtonKind::primary};

// What could not be done is said where it was tried.
void tell(const DeviceApp& app, const Status& done) {
  std::string& complaint = app.state.account.complaint;
  complaint = done.ok() ? "" : complaint_text(done.error());
  if (!done.ok()) probe::registry().announce(complaint, probe::Urgency::assertive);
}

void draw_title(const DeviceApp& app, const char* title) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = sizes().control_height;
  const float width = room(1.0f);
  const Slot slot =
      place_display(title, {width - height, height}, {.role = probe::Role::heading, .name = title});
  draw_text(ImGui::GetWindowDrawList(), kTitleText,
            {slot.box.Min.x, slot.box.GetCenter().y - line_height(kTitleText) / 2}, colors().ink,
            title);
  ImGui::SetCursorScreenPos({corner.x + width - height, corner.y});
  const bool closed = icon_button("Back to the tasks", Icon::close);
  if (closed || escape_pressed()) app.state.account.is_open = false;
}

void draw_trouble(const DeviceApp& app) {
  const AccountSheetState& sheet = app.state.account;
  const std::string problem = session_problem_text(app.view().session.problem);
  const std::string& text = sheet.complaint.empty() ? problem : sheet.complaint;
  if (!text.empty()) paragraph(text, kSmallText, &Palette::broken);
}

// ------------------------------------------------------------------------------------- signing in

// The address, and the button beside it where there is room.
void draw_address(const DeviceApp& app, bool is_first) {
  AccountSheetState& sheet = app.state.account;
  const char* send = is_first ? "Send code" : "Send another code";
  const ButtonOptions look = is_first ? kPrimary : ButtonOptions{};
  const float beside = room() - button_width(send, look) - ImGui::GetStyle().ItemSpacing.x;
  const TextFieldResult field = text_field("E-mail", &sheet.email,
                                           {.placeholder = "E-mail address",
                                            .width = beside,
                                            .bytes_max = kEmailBytesMax,
                                            .take_focus = sheet.takes_focus && is_first});
  if (is_first) sheet.takes_focus = false;  // once: the caret goes where the person wants it
  if (field.changed) sheet.complaint.clear();
  if (field.was_cut) sheet.complaint = cut_text(sheet.email);
  ImGui::SameLine();
  if (button(send, look) || field.submitted) {
    tell(app, app.device.request_code(sheet.email));
    sheet.takes_focus = sheet.complaint.empty();
  }
}

bool draw_mail(const DeviceApp& app) {
  const std::string code = app.device.mailed_code();
  if (code.empty()) return false;
  const CardScope card("mail", Tone::accent);
  paragraph("Inbox of " + app.view().session.code_email, kSmallText, &Palette::ink_soft);
  paragraph("Your sign-in code is " + code, kBoldText);
  if (button("Enter this code", kPrimary)) tell(app, app.device.enter_code(code));
  return true;
}

void draw_code(const DeviceApp& app) {
  AccountSheetState& sheet = app.state.account;
  paragraph("A code is on its way to " + app.view().session.code_email, kBoldText);
  if (!draw_mail(app)) paragraph(app.device.code_hint(), kSmallText, &Palette::ink_soft);
  const float beside = room() - button_width("Sign in", kPrimary) - ImGui::GetStyle().ItemSpacing.x;
  const TextFieldResult field = text_field("Code", &sheet.code,
                                           {.placeholder = "Six digits",
                                            .width = beside,
                                            .bytes_max = kCodeLengthMax,
                                            .take_focus = sheet.takes_focus});
  sheet.takes_focus = false;
  if (field.changed) sheet.complaint.clear();
  if (field.was_cut) sheet.complaint = cut_text(sheet.code);
  ImGui::SameLine();
  if (button("Sign in", kPrimary) || field.submitted) {
    tell(app, app.device.enter_code(sheet.code));
    sheet.code.clear();
  }
}

// With the code that another device of the same guest shows.
void draw_join(const DeviceApp& app) {
  AccountSheetState& sheet = app.state.account;
  const float beside = room() - button_width("Join", {}) - ImGui::GetStyle().ItemSpacing.x;
  const TextFieldResult field = text_field(
      "Join code", &sheet.join_code,
      {.placeholder = "Code from your other device", .width = beside, .bytes_max = kCodeLengthMax});
  if (field.changed) sheet.complaint.clear();
  ImGui::SameLine();
  if (button("Join") || field.submitted) {
    const Status joined = app.device.join_guest(sheet.join_code);
    tell(app, joined);
    sheet.takes_focus = false;
    if (joined.ok()) sheet.join_code.clear();
  }
}

std::string why_sign_in(const SessionView& session) {
  if (session.account == kNobody) return "What you do now stays on this device.";
  return "The server has ended the session of " + user_text(session) +
         ". Its tasks and changes are kept here.";
}

void draw_sign_in(const DeviceApp& app) {
  const SessionView& session = app.view().session;
  draw_title(app, "Sign in");
  paragraph(why_sign_in(session), {}, &Palette::ink_soft);
  const bool is_sent =
      session.state == SessionState::code_sent && session.problem != ErrorCode::sign_in_not_set_up;
  draw_address(app, !is_sent);
  if (is_sent) {
    gap(space::kSmall);
    draw_code(app);
  }
  draw_trouble(app);
  if (!app.device.takes_guests()) return;
  gap(space::kSmall);
  if (button("Go on as a guest")) tell(app, app.device.sign_in_as_guest());
  paragraph("A guest has an account of their own, which ends after 30 days without use.",
            kSmallText, &Palette::ink_soft);
  draw_join(app);
}

// ------------------------------------------------------------------------------------ signing out

void sign_out(const DeviceApp& app, Device::Unsent unsent) {
  tell(app, app.device.sign_out(unsent));
  app.state.account.asks = false;
  app.state.account.email = app.device.address_to_offer();
  app.state.account.takes_focus = true;
}

void draw_question(const DeviceApp& app) {
  AccountSheetState& sheet = app.state.account;
  const CardScope card("unsent", Tone::waiting);
  paragraph(counted(app.view().queued, "change is", "changes are") + " not sent yet", kBoldText,
            &Palette::waiting);
  paragraph("Kept ones wait here, hidden, until you sign in again.", kSmallText);
  if (button("Send first", kPrimary)) {
    app.device.sync_now();
    sheet.asks = false;
  }
  if (button("Keep and sign out")) sign_out(app, Device::Unsent::keep);
  ImGui::SameLine();
  if (button("Discard and sign out", {.kind = ButtonKind::danger})) {
    sign_out(app, Device::Unsent::discard);
  }
}

void draw_sign_out(const DeviceApp& app) {
  AccountSheetState& sheet = app.state.account;
  const bool has_unsent = app.device.asks_about_unsent() && app.view().queued > 0;
  if (sheet.asks && has_unsent) return draw_question(app);
  sheet.asks = false;
  const bool is_guest = app.view().session.belongs_to_guest();
  if (!button(is_guest ? "Sign in by e-mail" : "Sign out")) return;
  if (has_unsent) {
    sheet.asks = true;
  } else {
    sign_out(app, Device::Unsent::ask);
  }
}

// A guest has no name to sign in with elsewhere.
void draw_join_code(const DeviceApp& app) {
  const std::string code = app.device.join_code();
  if (!code.empty()) {
    const CardScope card("join", Tone::accent);
    paragraph("Type this on your other device, within ten minutes and once:", kSmallText,
              &Palette::ink_soft);
    paragraph(code, kBoldText);
  }
  if (button(code.empty() ? "Show a code for another device" : "Show another code")) {
    tell(app, app.device.ask_join_code());
  }
}

void draw_session(const DeviceApp& app, const SessionLine& line, int number) {
  ImGui::PushID(number);
  paragraph(line.title + (line.is_this ? ", this device" : ""), kBoldText);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - space::kTight);
  paragraph(session_age_text(line.since_ms, line.last_used_ms, app.device.now_ms()), kSmallText,
            &Palette::ink_soft);
  const std::string words = "Sign out " + line.title;
  const bool is_other = line.device != app.device.name();  // its own it ends by signing out
  if (is_other && button(words.c_str(), {.hint = "Its next request is refused"})) {
    tell(app, app.device.revoke_session(line.device));
  }
  ImGui::PopID();
}

void draw_signed_in(const DeviceApp& app) {
  const SessionView& session = app.view().session;
  draw_title(app, "Account");
  const bool is_guest = session.belongs_to_guest();
  paragraph(
      is_guest ? "Signed in as a guest, with an account of your own. It ends after 30 days without "
                 "use: sign in by e-mail to keep its tasks."
               : "Signed in as " + session.email);
  draw_sign_out(app);
  if (is_guest && app.device.takes_guests()) {
    draw_join_code(app);
    draw_join(app);
    paragraph("You leave this guest's account, and the tasks of this device come along.",
              kSmallText, &Palette::ink_soft);
  }
  draw_trouble(app);
  gap(space::kMedium);
  const std::vector<SessionLine> lines = app.device.sessions();
  section_header("Signed in on", static_cast<int>(lines.size()));
  int number = 0;
  for (const SessionLine& line : lines) draw_session(app, line, number++);
  if (lines.empty() && button("Ask the server for the list")) app.device.ask_sessions();
}

}  // namespace

void open_account_sheet(const DeviceApp& app) {
  AccountSheetState& sheet = app.state.account;
  sheet = {.is_open = true, .takes_focus = true, .email = app.device.address_to_offer()};
  if (app.view().session.is_signed_in()) app.device.ask_sessions();
}

bool draw_account_sheet(const DeviceApp& app) {
  AccountSheetState& sheet = app.state.account;
  const bool is_signed_in = app.view().session.is_signed_in();
  if (is_signed_in && sheet.signs_in) sheet = {};
  if (!sheet.is_open) return false;
  sheet.signs_in = !is_signed_in;
  const bool scrolls = !app.context.narrow;  // there the whole card does
  if (scrolls) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, shade(colors().surface, 0.0f));
    ImGui::BeginChild("account", {0, ImGui::GetContentRegionAvail().y},
                      ImGuiChildFlags_NavFlattened);
  }
  ImGui::PushID("sheet");
  if (is_signed_in) {
    draw_signed_in(app);
  } else {
    draw_sign_in(app);
  }
  ImGui::PopID();
  if (scrolls) {
    ImGui::EndChild();
    ImGui::PopStyleColor();
  }
  return true;
}

}  // namespace srl::web::ui
