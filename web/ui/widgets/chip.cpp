// SPDX-License-Identifier: MIT
// Filled and outlined when on, bare when off: told apart without colour by the check before it.
#include "ui/widgets/chip.h"

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kOff = kSmallText;
constexpr TextStyle kOn = kSmallBoldText;
constexpr float kChipPadding = 9.0f;
constexpr float kChipIconGap = 4.0f;
constexpr float kChipExtraHeight = 8.0f;

float icon_size() { return line_height(kOff) * 0.75f; }

float height() {
  return density() == Density::touch ? sizes().control_height
                                     : line_height(kOff) + kChipExtraHeight;
}

}  // namespace

// Room for the bold face and the mark, so that nothing moves when it is flipped.
float chip_width(const char* label, const ChipOptions&) {
  return text_size(kOn, shown(label)).x + icon_size() + kChipIconGap + 2 * kChipPadding;
}

bool chip(const char* label, bool* on, const ChipOptions& options) {
  const Slot slot =
      place_control(label, {chip_width(label, options), height()},
                    {.role = probe::Role::checkbox, .name = shown(label), .checked = *on});
  const Press state = press(slot);
  if (state.clicked) *on = !*on;
  if (!slot.visible) return state.clicked;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float round = slot.box.GetHeight() / 2;
  const Color ink = *on ? tone_ink(options.tone) : c.ink_faint;
  if (*on || state.hovered) {
    list->AddRectFilled(slot.box.Min, slot.box.Max,
                        shade(*on ? tone_tint(options.tone) : c.pressed), round);
  }
  list->AddRect(slot.box.Min, slot.box.Max, *on ? faint(ink, 0.5f) : shade(c.hairline), round);
  const float middle = slot.box.GetCenter().y;
  const Icon icon = options.icon != Icon::none ? options.icon : *on ? Icon::check : Icon::dot;
  draw_icon(list, icon, {slot.box.Min.x + kChipPadding + icon_size() / 2, middle}, icon_size(),
            ink);
  draw_text(
      list, *on ? kOn : kOff,
      {slot.box.Min.x + kChipPadding + icon_size() + kChipIconGap, middle - line_height(kOff) / 2},
      ink, shown(label));
  if (state.ring) draw_focus_ring(slot, round);
  hint(slot, options.hint);
  return state.clicked;
}

void flow(float width) {
  ImGui::SameLine(0, space::kTight + 2);
  if (room() < width) ImGui::NewLine();
}

}  // namespace srl::web::ui
