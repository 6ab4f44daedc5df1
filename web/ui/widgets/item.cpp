// SPDX-License-Identifier: MIT
// ItemSize, ItemAdd and ButtonBehavior, with the description that goes along.
#include "ui/widgets/item.h"

#include <algorithm>

#include "ui/theme.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr float kHintWidthMax = 320.0f;
constexpr float kRingWidth = 2.0f;
constexpr float kRingGap = 2.0f;

Slot add(const char* label, const ImRect& box, const probe::Description& description,
         ImGuiItemFlags flags) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  Slot slot{box, window->GetID(label), false};
  if (window->SkipItems) return slot;
  slot.visible = ImGui::ItemAdd(box, slot.id, nullptr, flags);
  probe::Description named = description;
  if (named.name.empty()) named.name = label;
  probe::registry().describe(slot.id, named);
  return slot;
}

ImRect take(ImVec2 size, float baseline = kNoBaseline) {
  const ImGuiWindowTempData& layout = ImGui::GetCurrentWindow()->DC;
  ImVec2 corner = layout.CursorPos;
  if (baseline >= 0) corner.y += std::max(0.0f, layout.CurrLineTextBaseOffset - baseline);
  ImGui::ItemSize(size, baseline);
  return {corner, {corner.x + size.x, corner.y + size.y}};
}

}  // namespace

bool escape_pressed() {
  return ImGui::IsKeyPressed(ImGuiKey_Escape, false) &&
         !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
}

float room(float minimum) { return std::max(minimum, ImGui::GetContentRegionAvail().x); }

Slot place_display(const char* label, ImVec2 size, const probe::Description& description,
                   float baseline) {
  return add(label, take(size, baseline), description,
             ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop | ImGuiItemFlags_AllowDuplicateId);
}

Slot place_control(const char* label, ImVec2 size, const probe::Description& description,
                   ImGuiItemFlags flags) {
  return add(label, take(size), description, flags);
}

Slot put_control(const char* label, const ImRect& box, const probe::Description& description) {
  return add(label, box, description, 0);
}

Press press(const Slot& slot, ImGuiButtonFlags flags) {
  Press result;
  if (!slot.visible) return result;
  result.clicked = ImGui::ButtonBehavior(slot.box, slot.id, &result.hovered, &result.held, flags);
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  result.focused = g.NavId == slot.id && g.NavWindow != nullptr;
  result.ring = result.focused && g.NavCursorVisible;
  if (result.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return result;
}

void draw_focus_ring(const Slot& slot, float rounding) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float gap = kRingGap + kRingWidth / 2;
  const ImVec2 low{slot.box.Min.x - gap, slot.box.Min.y - gap};
  const ImVec2 high{slot.box.Max.x + gap, slot.box.Max.y + gap};
  // It may reach into the padding around the slot, which the panel's clipping would cut.
  list->PushClipRect({low.x - kRingWidth, low.y - kRingWidth},
                     {high.x + kRingWidth, high.y + kRingWidth});
  list->AddRect(low, high, shade(colors().accent), rounding + gap, 0, kRingWidth);
  list->PopClipRect();
}

void name_last_item(std::string_view name, probe::Role role) {
  probe::registry().describe(ImGui::GetItemID(), {.role = role, .name = name});
}

void hint(const Slot& slot, std::string_view text) {
  if (text.empty() || !slot.visible || ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  const float padding = space::kSmall;
  constexpr TextStyle style{.size = TextSize::small};
  const float width = std::min(kHintWidthMax, text_size(style, text).x);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(space::kMedium, padding));
  if (ImGui::BeginTooltip()) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy(text_size(style, text, width + 1.0f));
    draw_text(ImGui::GetWindowDrawList(), style, corner, colors().ink, text, width + 1.0f);
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

}  // namespace srl::web::ui
