// SPDX-License-Identifier: MIT
// The switch: the whole row is its target.
#include "ui/widgets/toggle.h"

#include <algorithm>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr float kTrackPerIcon = 2.3f;
constexpr float kTrackHeightPerIcon = 1.3f;
constexpr float kThumbMargin = 3.0f;
constexpr float kToggleLineGap = 1.0f;
constexpr float kTogglePadding = 9.0f;
constexpr float kLineOn = 0.55f;
constexpr float kLineOff = 0.4f;

// On fills the track, off leaves it hollow: the difference survives without colour.
void draw_switch(ImDrawList* list, const ImRect& track, float position, Color tint) {
  const Palette& c = colors();
  const float round = track.GetHeight() / 2;
  list->AddRectFilled(track.Min, track.Max, shade(c.raised), round);
  list->AddRectFilled(track.Min, track.Max, shade(tint, position), round);
  list->AddRect(track.Min, track.Max, shade(position > 0.5f ? tint : c.control), round, 0, 1.5f);
  const float left = track.Min.x + round;
  const float right = track.Max.x - round;
  const ImVec2 thumb{left + (right - left) * position, track.GetCenter().y};
  list->AddCircleFilled(thumb, round - kThumbMargin, shade(c.control, 1.0f - position));
  list->AddCircleFilled(thumb, round - kThumbMargin, shade(c.raised, position));
}

}  // namespace

bool toggle(const char* label, bool* on, const ToggleOptions& options) {
  const float icon = sizes().icon;
  const float indent = options.icon == Icon::none ? 0.0f : icon + space::kMedium;
  const float width = room(1.0f);
  const float text_width = width - indent - 2 * space::kMedium;
  const float head = std::max(line_height(kBoldText), icon * kTrackHeightPerIcon);
  const float detail = options.detail.empty()
                           ? 0.0f
                           : kToggleLineGap + text_size(kSmallText, options.detail, text_width).y;
  const float height = std::max(sizes().row_height, head + detail + 2 * kTogglePadding);
  const std::string_view word = *on ? options.on_word : options.off_word;
  const Slot slot =
      place_control(label, {width, height},
                    {.role = probe::Role::toggle, .name = label, .value = word, .checked = *on});
  const Press state = press(slot);
  if (state.clicked) *on = !*on;
  if (!slot.visible) return state.clicked;

  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const Color tint = tone_ink(options.tone);
  const float position = glide(slot.id, *on ? 1.0f : 0.0f);
  list->AddRectFilled(slot.box.Min, slot.box.Max, shade(state.hovered ? c.pressed : c.raised),
                      radius::kControl);
  list->AddRectFilled(slot.box.Min, slot.box.Max, shade(tone_tint(options.tone), position),
                      radius::kControl);
  list->AddRect(slot.box.Min, slot.box.Max, *on ? faint(tint, kLineOn) : faint(c.control, kLineOff),
                radius::kControl, 0, space::kHair);

  // The head: icon, name, word, switch. The detail has the full width below.
  const float top = slot.box.GetCenter().y - (head + detail) / 2;
  const float middle = top + head / 2;
  const float left = slot.box.Min.x + space::kMedium;
  draw_icon(list, options.icon, {left + icon / 2, middle}, icon, *on ? tint : c.ink_soft);
  const float right = slot.box.Max.x - space::kMedium;
  const ImVec2 half{icon * kTrackPerIcon / 2, icon * kTrackHeightPerIcon / 2};
  const ImRect track{{right - 2 * half.x, middle - half.y}, {right, middle + half.y}};
  draw_switch(list, track, position, tint);
  const float word_right = track.Min.x - space::kSmall;
  const float word_left = word_right - text_size(kSmallBoldText, word).x;
  draw_text(list, kSmallBoldText, {word_left, middle - line_height(kSmallBoldText) / 2},
            *on ? tint : c.ink_faint, word);
  draw_text_cut(list, kBoldText, {left + indent, middle - line_height(kBoldText) / 2},
                word_left - space::kSmall - left - indent, c.ink, shown(label));
  if (detail > 0) {
    draw_text(list, kSmallText, {left + indent, top + head + kToggleLineGap}, c.ink_soft,
              options.detail, text_width);
  }
  if (state.ring) draw_focus_ring(slot, radius::kControl);
  hint(slot, options.hint);
  return state.clicked;
}

}  // namespace srl::web::ui
