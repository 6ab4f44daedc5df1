// SPDX-License-Identifier: MIT
// Child windows in our colours, through which the keyboard walks as if they were one.
#include "ui/widgets/card.h"

#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr float kToneLine = 0.45f;

bool begin_surface(const char* title, ImVec2 size, Color back, ImU32 line, float padding,
                   ImGuiChildFlags flags, ImGuiWindowFlags window_flags) {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, shade(back));
  ImGui::PushStyleColor(ImGuiCol_Border, line);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(padding, padding));
  const bool visible =
      ImGui::BeginChild(title, size, flags | ImGuiChildFlags_NavFlattened, window_flags);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  return visible;
}

}  // namespace

PanelScope::PanelScope(const char* title, const PanelOptions& options) {
  const Palette& c = colors();
  const ImGuiChildFlags frame =
      options.framed ? ImGuiChildFlags_Borders : ImGuiChildFlags_AlwaysUseWindowPadding;
  const ImGuiWindowFlags scroll =
      options.scrolls ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  visible_ = begin_surface(title, options.size, options.framed ? c.surface : c.ground,
                           shade(c.hairline), options.padding, frame, scroll);
}

PanelScope::~PanelScope() { ImGui::EndChild(); }

CardScope::CardScope(const char* id, Tone tone) {
  const Palette& c = colors();
  const bool plain = tone == Tone::neutral;
  begin_surface(id, {0, 0}, plain ? c.raised : tone_tint(tone),
                plain ? shade(c.hairline) : faint(tone_ink(tone), kToneLine), space::kMedium,
                ImGuiChildFlags_Borders | ImGuiChildFlags_AutoResizeY,
                ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
}

CardScope::~CardScope() { ImGui::EndChild(); }

void gap(float height) { ImGui::Dummy({0, height - ImGui::GetStyle().ItemSpacing.y}); }

void rule() {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = room();
  ImGui::Dummy({width, space::kHair});
  ImGui::GetWindowDrawList()->AddRectFilled(corner, {corner.x + width, corner.y + space::kHair},
                                            shade(colors().hairline));
}

}  // namespace srl::web::ui
