// SPDX-License-Identifier: MIT
// The pill.
#include "ui/widgets/badge.h"

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr float kBadgePadding = 7.0f;
constexpr float kBadgeIconGap = 4.0f;
constexpr float kBadgeIconShare = 0.8f;  // of the line's height
constexpr float kBadgeExtraHeight = 5.0f;

}  // namespace

ImVec2 badge_size(std::string_view word) {
  const ImVec2 text = text_size(kSmallBoldText, word);
  return {text.x + text.y * kBadgeIconShare + kBadgeIconGap + 2 * kBadgePadding,
          text.y + kBadgeExtraHeight};
}

void draw_badge(ImDrawList* list, ImVec2 position, Tone tone, std::string_view word, Icon icon) {
  const ImVec2 size = badge_size(word);
  const ImVec2 corner{position.x + size.x, position.y + size.y};
  const float middle = position.y + size.y / 2;
  const float icon_size = line_height(kSmallBoldText) * kBadgeIconShare;
  const Color ink = tone_ink(tone);
  list->AddRectFilled(position, corner, shade(tone_tint(tone)), size.y / 2);
  list->AddRect(position, corner, faint(ink, 0.25f), size.y / 2, 0, space::kHair);
  draw_icon(list, icon == Icon::none ? tone_icon(tone) : icon,
            {position.x + kBadgePadding + icon_size / 2, middle}, icon_size, ink);
  draw_text(list, kSmallBoldText,
            {position.x + kBadgePadding + icon_size + kBadgeIconGap,
             middle - line_height(kSmallBoldText) / 2},
            ink, word);
}

void badge(Tone tone, const char* word, Icon icon) {
  const Slot slot = place_display(word, badge_size(word), {.role = probe::Role::text, .name = word},
                                  kBadgeExtraHeight / 2);
  if (slot.visible) draw_badge(ImGui::GetWindowDrawList(), slot.box.Min, tone, word, icon);
}

}  // namespace srl::web::ui
