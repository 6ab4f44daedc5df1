// SPDX-License-Identifier: MIT
#include "ui/live/live_view.h"

#include <algorithm>
#include <string>

#include "app/device_text.h"
#include "live/live_text.h"
#include "ui/device_app.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/item.h"
#include "ui/widgets/segmented.h"

namespace srl::web::ui {

namespace {

constexpr float kGutter = space::kSmall;
constexpr float kSideShare = 0.26f;
constexpr float kSideMin = 272.0f;
constexpr float kSideMax = 400.0f;
constexpr float kDeviceMax = 760.0f;  // longer lines are hard to follow
constexpr double kSecond = 1'000;

enum Tab { kDeviceTab, kConnectionTab, kSignalsTab };

void draw_waiting(const LiveMode& live) {
  if (live.stage() == LiveStage::opening) {
    empty_state(Icon::waiting, "Opening the device", "Its pages are read and checked for damage.");
  } else if (live.stage() == LiveStage::looking) {
    empty_state(Icon::server, "Looking for the server", "The one that this page came from.");
  }
}

// The task app, or why there is none yet.
void draw_device(UiContext& context, LiveMode& live, ImVec2 size) {
  if (live.stage() == LiveStage::running) {
    draw_device_app(context, *live.device(), size, true);
    return;
  }
  const PanelScope scope("Device", {.size = size});
  if (scope.visible()) draw_waiting(live);
}

void draw_middle(UiContext& context, LiveMode& live, ImVec2 corner, ImVec2 area) {
  const float width = std::min(area.x, kDeviceMax);
  const float left = corner.x + (area.x - width) / 2;
  ImGui::SetCursorScreenPos({left, corner.y});
  ImGui::BeginChild("Live", {width, area.y}, ImGuiChildFlags_NavFlattened);
  draw_live_notice(live);
  if (live.stage() == LiveStage::running || !notice_of(live)) {
    draw_device(context, live, {0, ImGui::GetContentRegionAvail().y});
  }
  ImGui::EndChild();
}

void draw_side(const char* title, ImVec2 corner, ImVec2 size, LiveMode& live,
               void (*draw)(LiveMode&)) {
  ImGui::SetCursorScreenPos(corner);
  const PanelScope scope(title, {.size = size});
  if (scope.visible()) draw(live);
}

void draw_wide(UiContext& context, LiveMode& live, ImVec2 corner, ImVec2 area) {
  const float side = std::clamp(area.x * kSideShare, kSideMin, kSideMax);
  const float middle = area.x - 2 * (side + kGutter);
  draw_side("Connection", corner, {side, area.y}, live, draw_live_connection);
  draw_middle(context, live, {corner.x + side + kGutter, corner.y}, {middle, area.y});
  draw_side("Signals", {corner.x + area.x - side, corner.y}, {side, area.y}, live,
            draw_live_signals);
}

void draw_narrow(UiContext& context, LiveMode& live, ImVec2 corner, ImVec2 area) {
  LiveDevice* device = live.device();
  const std::string title = device == nullptr ? "Device" : device->title();
  const Segment tabs[] = {{title.c_str()}, {"Connection"}, {"Signals"}};
  int* chosen = &context.state.live_tab;
  if (context.state.focus_new_task) *chosen = kDeviceTab;
  ImGui::SetCursorScreenPos(corner);
  ImGui::BeginChild("Live tabs", {area.x, 0},
                    ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
  tab_strip("Live tabs", chosen, tabs);
  ImGui::EndChild();
  const float top = ImGui::GetItemRectMax().y + space::kTight;
  const ImVec2 at{corner.x, top};
  const ImVec2 size{area.x, corner.y + area.y - top};
  if (*chosen == kDeviceTab) return draw_middle(context, live, at, size);
  const bool connection = *chosen == kConnectionTab;
  draw_side(connection ? "Connection" : "Signals", at, size, live,
            connection ? draw_live_connection : draw_live_signals);
}

// What had to wait for the network and is through.
void announce_drained(UiState& state, const DeviceView& view) {
  const bool is_behind = view.queued > 0 && (view.claim == SyncClaim::offline ||
                                             view.claim == SyncClaim::waiting_retry);
  if (is_behind) state.live_was_behind = true;
  if (!state.live_was_behind || view.queued > 0) return;
  state.live_was_behind = false;
  probe::registry().announce("Everything that waited is acknowledged by the server");
}

// A refresh is nobody's business while it succeeds.
void announce_session(UiState& state, const SessionView& session) {
  if (session.state == state.live_session || session.state == SessionState::refreshing) return;
  const bool was_known = state.live_session != SessionState::signed_out;
  state.live_session = session.state;
  if (was_known || !session.email.empty() || session.state == SessionState::code_sent) {
    probe::registry().announce(std::string(session_text(session.state)));
  }
}

// Says aloud what has become different, once.
void announce(UiContext& context, const LiveMode& live) {
  if (live.device() != nullptr) {
    announce_drained(context.state, live.device()->view());
    announce_session(context.state, live.device()->view().session);
  }
  const std::optional<LiveNotice> notice = notice_of(live);
  const int kind = notice ? static_cast<int>(notice->kind) : kNoNotice;
  if (kind == context.state.live_announced) return;
  context.state.live_announced = kind;
  if (notice) {
    const auto urgency = notice->is_bad ? probe::Urgency::assertive : probe::Urgency::polite;
    probe::registry().announce(notice->title + ". " + notice->text, urgency);
  } else if (live.stage() == LiveStage::running) {
    probe::registry().announce(live.device()->wants_online() ? server_text(live)
                                                             : "Offline mode is on");
  }
}

}  // namespace

void draw_live(UiContext& context, LiveMode& live) {
  LiveDevice* device = live.device();
  if (context.state.switch_offline && device != nullptr) {
    device->set_online(!device->wants_online());
  }
  ImVec2 corner = ImGui::GetCursorScreenPos();
  ImVec2 area = ImGui::GetContentRegionAvail();
  corner.x += kGutter;
  corner.y += context.narrow ? 0 : kGutter;
  area.x -= 2 * kGutter;
  area.y -= context.narrow ? kGutter : 2 * kGutter;
  if (context.narrow) {
    draw_narrow(context, live, corner, area);
  } else {
    draw_wide(context, live, corner, area);
  }
  announce(context, live);
}

void draw_live_notice(LiveMode& live) {
  const std::optional<LiveNotice> notice = notice_of(live);
  if (!notice) return;
  const CalloutResult result = callout({.id = "live notice",
                                        .tone = notice->is_bad ? Tone::broken : Tone::waiting,
                                        .title = notice->title,
                                        .text = notice->text,
                                        .action = notice->action,
                                        .other = notice->other});
  gap(kGutter);
  if (result == CalloutResult::acted) act_on(live, notice->kind);
  if (result == CalloutResult::acted_otherwise) act_otherwise_on(live, notice->kind);
}

double live_changes_in_ms(const LiveMode& live) {
  const bool counts_seconds =
      live.server().state() == ServerWatch::State::unreachable ||
      (live.stage() == LiveStage::running && live.device()->view().next_attempt_ms > 0);
  return counts_seconds ? kSecond : -1;
}

}  // namespace srl::web::ui
