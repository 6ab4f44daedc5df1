// SPDX-License-Identifier: MIT
// Shape and title carry the tone, the text stays in ink.
#include "ui/widgets/callout.h"

#include <algorithm>

#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {
constexpr float kEmptyIcon = 28.0f;
constexpr float kEmptyWidthMax = 300.0f;

// Side by side where there is room for both.
CalloutResult draw_actions(const Callout& callout, float width) {
  CalloutResult result = CalloutResult::none;
  if (callout.action != nullptr && button(callout.action)) result = CalloutResult::acted;
  if (callout.other == nullptr) return result;
  const float both = callout.action == nullptr
                         ? 0.0f
                         : button_width(callout.action) + ImGui::GetStyle().ItemSpacing.x +
                               button_width(callout.other);
  if (callout.action != nullptr && both <= width) ImGui::SameLine();
  if (button(callout.other)) result = CalloutResult::acted_otherwise;
  return result;
}

}  // namespace

CalloutResult callout(const Callout& callout) {
  CalloutResult result = CalloutResult::none;
  const Palette& c = colors();
  const CardScope card(callout.id, callout.tone);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float indent = sizes().icon + space::kSmall;
  const float close = callout.closable ? sizes().control_height : 0.0f;
  const float width = room(1.0f);
  const float text_width = width - indent - close;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_icon(list, tone_icon(callout.tone),
            {corner.x + sizes().icon / 2, corner.y + line_height(kBoldText) / 2}, sizes().icon,
            tone_ink(callout.tone));
  if (callout.closable) {
    ImGui::SetCursorScreenPos(
        {corner.x + width - sizes().control_height + space::kSmall, corner.y - space::kSmall});
    if (icon_button("Close", Icon::close, {.small = true})) result = CalloutResult::closed;
    ImGui::SetCursorScreenPos(corner);
  }
  ImGui::BeginGroup();
  ImGui::Indent(indent);
  if (!callout.title.empty()) {
    const ImVec2 size = text_size(kBoldText, callout.title, text_width);
    const Slot slot = place_display("title", {text_width, size.y},
                                    {.role = probe::Role::text, .name = callout.title});
    draw_text(list, kBoldText, slot.box.Min, tone_ink(callout.tone), callout.title, text_width);
  }
  if (!callout.text.empty()) {
    const ImVec2 size = text_size(kPlainText, callout.text, text_width);
    const Slot slot = place_display("text", {text_width, size.y},
                                    {.role = probe::Role::text, .name = callout.text});
    draw_text(list, kPlainText, slot.box.Min, c.ink, callout.text, text_width);
  }
  const CalloutResult acted = draw_actions(callout, text_width);
  if (acted != CalloutResult::none) result = acted;
  ImGui::Unindent(indent);
  ImGui::EndGroup();
  return result;
}

void empty_state(Icon icon, const char* title, std::string_view text) {
  const ImVec2 area = ImGui::GetContentRegionAvail();
  const float width = std::max(1.0f, std::min(area.x, kEmptyWidthMax));
  const ImVec2 title_size = text_size(kBoldText, title, width);
  const ImVec2 body = text_size(kPlainText, text, width);
  const float height =
      kEmptyIcon + space::kSmall + title_size.y + space::kTight + body.y + 2 * space::kWide;
  const Slot slot = place_display(title, {std::max(1.0f, area.x), std::max(height, area.y)},
                                  {.role = probe::Role::text, .name = title, .value = text});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float center = slot.box.GetCenter().x;
  float top = slot.box.GetCenter().y - height / 2 + space::kWide;
  draw_icon(list, icon, {center, top + kEmptyIcon / 2}, kEmptyIcon, c.ink_faint);
  top += kEmptyIcon + space::kSmall;
  draw_text_wrapped_centered(list, kBoldText, center, top, width, c.ink, title);
  top += title_size.y + space::kTight;
  draw_text_wrapped_centered(list, kPlainText, center, top, width, c.ink_soft, text);
}

}  // namespace srl::web::ui
