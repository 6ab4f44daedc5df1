// SPDX-License-Identifier: MIT
// Three columns: the name takes what the other two leave.
#include "ui/widgets/stat_row.h"

#include <algorithm>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/item.h"
#include "ui/widgets/sparkline.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kValue{.face = Face::mono};
constexpr TextStyle kPartName = kSmallText;
constexpr TextStyle kPartValue = kSmallMonoText;
constexpr float kLineWidth = 84.0f;
constexpr float kLineHeight = 18.0f;
constexpr float kValueWidthMin = 48.0f;
constexpr float kNameWidthMin = 90.0f;
constexpr float kPartIndent = 14.0f;

// Returns where the column ends on the left.
float draw_value(ImDrawList* list, const Slot& slot, const StatRow& row) {
  const float middle = slot.box.GetCenter().y;
  const float width = text_size(kValue, row.value).x;
  const bool plain = row.tone == Tone::neutral;
  const Color ink = row.quiet ? colors().ink_faint : plain ? colors().ink : tone_ink(row.tone);
  draw_text(list, kValue, {slot.box.Max.x - width, middle - line_height(kValue) / 2}, ink,
            row.value);
  const float left = slot.box.Max.x - std::max(kValueWidthMin, width) - space::kSmall;
  if (plain) return left;
  // The tone's shape, so that it is not told by colour alone.
  const float icon = sizes().text_small;
  draw_icon(list, tone_icon(row.tone), {slot.box.Max.x - width - space::kSmall - icon / 2, middle},
            icon, ink);
  return std::min(left, slot.box.Max.x - width - 2 * space::kSmall - icon);
}

}  // namespace

void stat_row(const StatRow& row) {
  const float height = line_height(kPlainText) + space::kSmall;
  const Slot slot =
      place_display(row.name, {room(1.0f), height},
                    {.role = probe::Role::text, .name = row.name, .value = row.value});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float middle = slot.box.GetCenter().y;
  float right = draw_value(list, slot, row);
  // In a narrow panel the name matters more than the line.
  if (!row.samples.empty() && right - slot.box.Min.x > kLineWidth + kNameWidthMin) {
    const ImVec2 low{right - kLineWidth, middle - kLineHeight / 2};
    if (row.quiet) {
      list->AddRectFilled({low.x, low.y + kLineHeight - 2.5f}, {right, low.y + kLineHeight - 1.5f},
                          shade(c.hairline));
    } else {
      draw_sparkline(list, low, {right, low.y + kLineHeight}, row.samples,
                     row.tone == Tone::neutral ? Tone::accent : row.tone);
    }
    right -= kLineWidth + space::kSmall;
  }
  draw_text_cut(list, kPlainText, {slot.box.Min.x, middle - line_height(kPlainText) / 2},
                right - slot.box.Min.x, row.quiet ? c.ink_faint : c.ink, row.name);
  hint(slot, row.hint);
}

void stat_part(const char* name, std::string_view value) {
  const Slot slot = place_display(name, {room(1.0f), line_height(kPartName) + 1.0f},
                                  {.role = probe::Role::text, .name = name, .value = value});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float width = text_size(kPartValue, value).x;
  const float left = slot.box.Min.x + kPartIndent;
  list->AddRectFilled({slot.box.Min.x + 4.0f, slot.box.Min.y - 1.0f},
                      {slot.box.Min.x + 5.0f, slot.box.Max.y}, shade(c.hairline));
  draw_text(list, kPartValue, {slot.box.Max.x - width, slot.box.Min.y}, c.ink_soft, value);
  draw_text_cut(list, kPartName, {left, slot.box.Min.y},
                slot.box.Max.x - width - space::kSmall - left, c.ink_soft, name);
}

}  // namespace srl::web::ui
