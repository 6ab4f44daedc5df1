// SPDX-License-Identifier: MIT
#include "ui/widgets/sheet.h"

#include <algorithm>
#include <cfloat>

#include "ui/widgets/button.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr float kMargin = 24.0f;
constexpr float kMarginNarrow = 8.0f;
constexpr TextStyle kSheetTitle{.face = Face::bold, .size = TextSize::display};

// A press on a control of the sheet is held by that control, and is inside all the same.
bool clicked_outside() {
  constexpr ImGuiHoveredFlags kInside =
      ImGuiHoveredFlags_ChildWindows | ImGuiHoveredFlags_AllowWhenBlockedByActiveItem;
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsWindowHovered(kInside) &&
         !ImGui::IsWindowAppearing();
}

}  // namespace

SheetScope::SheetScope(const char* name, bool* open, const SheetOptions& options) : open_(open) {
  if (*open && !ImGui::IsPopupOpen(name)) ImGui::OpenPopup(name);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = options.narrow ? kMarginNarrow : kMargin;
  const ImVec2 size{std::min(options.size_max.x, screen.x - 2 * margin),
                    std::min(options.size_max.y, screen.y - 2 * margin)};
  ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                           ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  if (options.fits) {
    ImGui::SetNextWindowSizeConstraints({size.x, 0}, size);
    flags |= ImGuiWindowFlags_AlwaysAutoResize;
  } else {
    ImGui::SetNextWindowSize(size);
  }
  const float padding = options.narrow ? space::kLarge : space::kWide;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(padding, padding));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, radius::kCard);
  visible_ = ImGui::BeginPopupModal(name, nullptr, flags);
}

SheetScope::~SheetScope() {
  if (visible_) {
    if (clicked_outside() || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) *open_ = false;
    if (!*open_) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
}

bool sheet_head(const char* title, const char* close_name, std::string_view name) {
  const float width = room(1.0f) - sizes().control_height - space::kSmall;
  const float height = std::max(sizes().control_height, line_height(kSheetTitle));
  const Slot slot = place_display(
      title, {width, height}, {.role = probe::Role::heading, .name = name.empty() ? title : name});
  draw_text_cut(ImGui::GetWindowDrawList(), kSheetTitle,
                {slot.box.Min.x, slot.box.GetCenter().y - line_height(kSheetTitle) / 2}, width,
                colors().ink, title);
  ImGui::SameLine();
  ImGui::SetItemDefaultFocus();
  return icon_button(close_name, Icon::close);
}

}  // namespace srl::web::ui
