// SPDX-License-Identifier: MIT
// Field, button and the list that both open.
#include "ui/widgets/select.h"

#include <algorithm>
#include <string>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr float kListWidthMin = 260.0f;
constexpr float kListHeightMax = 420.0f;
constexpr float kSelectLineGap = 1.0f;
constexpr const char* kList = "list";

struct EntryMeasures {
  float icon = 0;
  float text_width = 0;
  float detail = 0;  // height
  float height = 0;
};

EntryMeasures measure(const SelectOption& option, float width) {
  EntryMeasures m;
  m.icon = sizes().icon + space::kSmall;
  m.text_width = width - m.icon - 2 * space::kMedium;
  if (!option.detail.empty()) {
    m.detail = kSelectLineGap + text_size(kSmallText, option.detail, m.text_width).y;
  }
  m.height =
      std::max(sizes().control_height, line_height(kPlainText) + m.detail + 2 * space::kSmall);
  return m;
}

// One entry of the open list. True when it was taken.
bool entry(const SelectOption& option, bool chosen, float width) {
  const auto [icon, text_width, detail, height] = measure(option, width);
  const Slot slot = place_control(option.label, {width, height},
                                  {.role = probe::Role::option,
                                   .name = option.label,
                                   .value = option.detail,
                                   .checked = chosen});
  const Press state = press(slot);
  if (!slot.visible) return state.clicked;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  if (state.hovered || state.ring) {
    list->AddRectFilled(slot.box.Min, slot.box.Max, shade(c.pressed), radius::kSmall);
  }
  const float left = slot.box.Min.x + space::kMedium;
  const float top = slot.box.GetCenter().y - (line_height(kPlainText) + detail) / 2;
  const Icon mark = chosen ? Icon::check : option.icon;
  draw_icon(list, mark, {left + sizes().icon / 2, top + line_height(kPlainText) / 2}, sizes().icon,
            chosen ? c.accent : c.ink_soft);
  draw_text_cut(list, kPlainText, {left + icon, top}, text_width, c.ink, shown(option.label));
  if (detail > 0) {
    draw_text(list, kSmallText, {left + icon, top + line_height(kPlainText) + kSelectLineGap},
              c.ink_soft, option.detail, text_width);
  }
  if (state.ring) draw_focus_ring(slot, radius::kSmall);
  return state.clicked;
}

// Below the anchor, or above it where there is more room; never beyond the window's edges.
ImVec2 list_corner(const ImRect& anchor, std::span<const SelectOption> options, float width) {
  float height = 2 * space::kTight;
  for (const SelectOption& option : options) {
    height += measure(option, width - 2 * space::kTight).height;
  }
  height = std::min(height, kListHeightMax);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float left = std::min(anchor.Min.x, screen.x - width - space::kSmall);
  const float below = anchor.Max.y + space::kTight;
  const bool fits = below + height <= screen.y || anchor.Min.y < screen.y - anchor.Max.y;
  return {std::max(0.0f, left), fits ? below : anchor.Min.y - space::kTight - height};
}

// The list at `anchor`, while it is open. The index that was taken, or kNothingChosen.
int open_list(const ImRect& anchor, std::span<const SelectOption> options, int chosen) {
  int taken = kNothingChosen;
  const float width = std::max(kListWidthMin, anchor.GetWidth());
  ImGui::SetNextWindowPos(list_corner(anchor, options, width), ImGuiCond_Appearing);
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, kListHeightMax});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(space::kTight, space::kTight));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGui::PushStyleColor(ImGuiCol_Border, shade(colors().control));
  if (ImGui::BeginPopup(kList)) {
    for (std::size_t i = 0; i < options.size(); ++i) {
      const int index = static_cast<int>(i);
      ImGui::PushID(index);
      if (entry(options[i], index == chosen, width - 2 * space::kTight)) {
        taken = index;
        ImGui::CloseCurrentPopup();
      }
      ImGui::PopID();
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  return taken;
}

}  // namespace

bool select(const char* label, int* chosen, std::span<const SelectOption> options,
            const SelectOptions& look) {
  const int count = static_cast<int>(options.size());
  const bool valid = *chosen >= 0 && *chosen < count;
  const char* current = valid ? options[static_cast<std::size_t>(*chosen)].label : "";
  const float width = look.width > 0 ? look.width : room(1.0f);
  const Slot slot =
      place_control(label, {width, sizes().control_height},
                    {.role = probe::Role::select, .name = label, .value = shown(current)});
  const Press state = press(slot);
  ImGui::PushID(label);
  if (state.clicked) ImGui::OpenPopup(kList);
  if (slot.visible) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Palette& c = colors();
    list->AddRectFilled(slot.box.Min, slot.box.Max, shade(state.hovered ? c.pressed : c.raised),
                        radius::kControl);
    list->AddRect(slot.box.Min, slot.box.Max, shade(c.control, 0.75f), radius::kControl, 0,
                  space::kHair);
    const float middle = slot.box.GetCenter().y;
    const float arrow = slot.box.Max.x - space::kSmall - sizes().icon;
    draw_text_cut(list, kPlainText,
                  {slot.box.Min.x + space::kMedium, middle - line_height(kPlainText) / 2},
                  arrow - slot.box.Min.x - space::kMedium, c.ink, shown(current));
    draw_icon(list, Icon::chevron_down, {arrow + sizes().icon / 2, middle}, sizes().icon,
              c.ink_soft);
    if (state.ring) draw_focus_ring(slot, radius::kControl);
  }
  const int taken = open_list(slot.box, options, *chosen);
  ImGui::PopID();
  if (taken == kNothingChosen || taken == *chosen) return false;
  *chosen = taken;
  return true;
}

int menu_button(const char* label, std::span<const SelectOption> actions,
                const ButtonOptions& look) {
  const bool clicked = button(label, look);
  const ImRect anchor(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  ImGui::PushID(label);
  if (clicked) ImGui::OpenPopup(kList);
  const int taken = open_list(anchor, actions, kNothingChosen);
  ImGui::PopID();
  return taken;
}

int icon_menu(const char* name, Icon icon, std::span<const SelectOption> actions, int chosen,
              bool selected) {
  const bool clicked = icon_button(name, icon, {.selected = selected});
  const ImRect anchor(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  ImGui::PushID(name);
  if (clicked) ImGui::OpenPopup(kList);
  const int taken = open_list(anchor, actions, chosen);
  ImGui::PopID();
  return taken;
}

}  // namespace srl::web::ui
