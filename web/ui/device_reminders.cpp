// SPDX-License-Identifier: MIT
// What a person was shown beside the app, until they dismiss it. The system shows it too while the
// app is closed.
#include <algorithm>
#include <string>

#include "app/device_text.h"
#include "app/reminder_text.h"
#include "ui/device_app.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr std::size_t kNoticesShownMax = 2;
constexpr float kOneBelow = 300.0f;  // less is left: the tasks need it more than the second one

// After going back, what was dismissed has not come yet.
void follow_time(TaskAppState& state, TimeMs now_ms) {
  if (state.reminders_seen_ms > now_ms) state.reminders_seen_ms = -1;
  if (state.reminders_told_ms > now_ms) state.reminders_told_ms = -1;
}

void announce(const DeviceApp& app, const ShownNotice& newest) {
  if (newest.at_ms <= app.state.reminders_told_ms) return;
  app.state.reminders_told_ms = newest.at_ms;
  probe::registry().announce(app.device.title() + ": " + notice_words(newest, app.device).title);
}

void draw_line(const NoticeWords& words, float width) {
  const std::string name = words.title + ", " + words.detail;
  const Slot slot =
      place_display("notice", {width, line_height(kBoldText) + line_height(kSmallText)},
                    {.role = probe::Role::text, .name = name});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float icon = sizes().icon;
  const ImVec2 corner = slot.box.Min;
  const float left = corner.x + icon + space::kSmall;
  const float rest = slot.box.Max.x - left;
  draw_icon(list, Icon::bell, {corner.x + icon / 2, corner.y + line_height(kBoldText) / 2}, icon,
            colors().accent);
  draw_text_cut(list, kBoldText, {left, corner.y}, rest, colors().ink, words.title);
  draw_text_cut(list, kSmallText, {left, corner.y + line_height(kBoldText)}, rest,
                colors().ink_soft, words.detail);
}

bool draw_dismiss(ImVec2 corner, float width) {
  const float side = sizes().control_height - space::kSmall;
  ImGui::SetCursorScreenPos({corner.x + width - side, corner.y - space::kTight});
  const bool pressed = icon_button("Dismiss reminders", Icon::close, {.small = true});
  ImGui::SetCursorScreenPos(corner);
  return pressed;
}

}  // namespace

void draw_reminders(const DeviceApp& app) {
  const std::vector<ShownNotice>& shown = app.device.notices().shown();
  follow_time(app.state, app.device.now_ms());
  std::size_t unseen = shown.size();
  for (const ShownNotice& notice : shown)
    unseen -= notice.at_ms <= app.state.reminders_seen_ms ? 1 : 0;
  if (unseen == 0) return;
  announce(app, shown.back());
  const std::size_t most = ImGui::GetContentRegionAvail().y < kOneBelow ? 1 : kNoticesShownMax;
  const CardScope card("reminders");
  const float width = room(1.0f);
  const float text_width = width - sizes().control_height;
  if (draw_dismiss(ImGui::GetCursorScreenPos(), width))
    app.state.reminders_seen_ms = shown.back().at_ms;
  for (std::size_t i = 0; i < std::min(unseen, most); ++i) {
    ImGui::PushID(static_cast<int>(i));
    draw_line(notice_words(shown[shown.size() - 1 - i], app.device), text_width);
    ImGui::PopID();
  }
  std::string below = app.device.is_running() ? "" : "Shown by the system: the app is not running";
  if (unseen > most) {
    below =
        "and " + std::to_string(unseen - most) + " earlier" + (below.empty() ? "" : ". ") + below;
  }
  if (!below.empty()) paragraph(below, kSmallText, &Palette::ink_soft);
}

}  // namespace srl::web::ui
