// SPDX-License-Identifier: MIT
// Title on the left, count beside it, a note on the right.
#include "ui/widgets/section_header.h"

#include <string>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {
constexpr TextStyle kCount = kSmallMonoText;
constexpr TextStyle kNote = kSmallText;
constexpr float kPillPadding = 6.0f;
}  // namespace

void section_header(const char* title, int count, std::string_view note) {
  const std::string digits = count == kNoCount ? "" : std::to_string(count);
  const float height = line_height(kBoldText) + space::kSmall;
  const Slot slot = place_display(title, {room(1.0f), height},
                                  {.role = probe::Role::heading, .name = title, .value = digits});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float middle = slot.box.GetCenter().y;
  draw_text(list, kBoldText, {slot.box.Min.x, middle - line_height(kBoldText) / 2}, c.ink,
            shown(title));
  float left = slot.box.Min.x + text_size(kBoldText, shown(title)).x + space::kSmall;
  if (!digits.empty()) {
    const ImVec2 text = text_size(kCount, digits);
    const float half = text.y / 2 + 1.0f;
    const ImVec2 high{left + text.x + 2 * kPillPadding, middle + half};
    list->AddRectFilled({left, middle - half}, high, shade(c.pressed), half);
    draw_text(list, kCount, {left + kPillPadding, middle - text.y / 2}, c.ink_soft, digits);
    left = high.x + space::kSmall;
  }
  const float note_width = text_size(kNote, note).x;
  if (note.empty() || left + note_width > slot.box.Max.x) return;
  draw_text(list, kNote, {slot.box.Max.x - note_width, middle - line_height(kNote) / 2},
            c.ink_faint, note);
}

}  // namespace srl::web::ui
