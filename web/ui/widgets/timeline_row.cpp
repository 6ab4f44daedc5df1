// SPDX-License-Identifier: MIT
// One line of the event timeline.
#include "ui/widgets/timeline_row.h"

#include <string>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {
constexpr TextStyle kTime = kSmallMonoText;
constexpr TextStyle kActor = kSmallText;
constexpr std::string_view kTimeRoom = "00:00.000";
// The shape of its tone at the end of the line, the text in what is left.
void draw_sentence(ImDrawList* list, const TimelineRow& row, float left, float right,
                   float middle) {
  const Palette& c = colors();
  const float icon = sizes().icon - 2.0f;
  if (row.tone != Tone::neutral) {
    draw_icon(list, tone_icon(row.tone), {right - icon / 2, middle}, icon,
              row.future ? c.ink_faint : tone_ink(row.tone));
    right -= icon + space::kSmall;
  }
  const Color ink = row.future ? c.ink_faint : row.tone == Tone::broken ? c.broken : c.ink;
  draw_text_cut(list, kPlainText, {left, middle - line_height(kPlainText) / 2}, right - left, ink,
                row.text);
}

}  // namespace

float timeline_row_height() {
  return density() == Density::touch ? sizes().control_height : line_height(kPlainText) + 9.0f;
}

bool timeline_row(const TimelineRow& row) {
  std::string spoken(row.time);
  spoken.append(", ").append(row.actor_name).append(": ").append(row.text);
  const Slot slot =
      place_control(row.id, {room(1.0f), timeline_row_height()},
                    {.role = probe::Role::button, .name = spoken, .checked = row.selected});
  const Press state = press(slot);
  if (!slot.visible) return state.clicked;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  if (row.selected || state.hovered) {
    list->AddRectFilled(slot.box.Min, slot.box.Max, shade(row.selected ? c.accent_tint : c.pressed),
                        radius::kSmall);
  }
  if (row.selected) {
    list->AddRectFilled(slot.box.Min, {slot.box.Min.x + 3.0f, slot.box.Max.y}, shade(c.accent),
                        radius::kSmall);
  }
  if (row.first_future) {
    list->AddRectFilled({slot.box.Min.x, slot.box.Min.y - 1.0f},
                        {slot.box.Max.x, slot.box.Min.y + 0.5f}, shade(c.accent));
  }
  const float middle = slot.box.GetCenter().y;
  const float icon = sizes().icon - 2.0f;
  float left = slot.box.Min.x + space::kSmall;
  draw_text(list, kTime, {left, middle - line_height(kTime) / 2}, c.ink_faint, row.time);
  left += text_size(kTime, row.time.size() > kTimeRoom.size() ? row.time : kTimeRoom).x;
  left += space::kSmall;
  const Color quiet = row.future ? c.ink_faint : c.ink_soft;
  if (row.actor != Icon::none) {
    draw_icon(list, row.actor, {left + icon / 2, middle}, icon, quiet);
    left += icon + space::kTight + 1.0f;
  }
  if (row.actor_width > 0) {
    draw_text_cut(list, kActor, {left, middle - line_height(kActor) / 2}, row.actor_width, quiet,
                  row.actor_name);
    left += row.actor_width;
  }
  left += space::kSmall;
  draw_sentence(list, row, left, slot.box.Max.x - space::kSmall, middle);
  if (state.ring) draw_focus_ring(slot, radius::kSmall);
  return state.clicked;
}

}  // namespace srl::web::ui
