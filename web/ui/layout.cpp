// SPDX-License-Identifier: MIT
// Rectangles first, then a surface in each, then the panel in the surface.
#include "ui/layout.h"

#include <algorithm>
#include <span>
#include <vector>

#include "base/short_sort.h"
#include "imgui_internal.h"
#include "ui/panel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/segmented.h"

namespace srl::web::ui {

namespace {

using Panels = std::vector<const Panel*>;

constexpr float kMediumBelow = 1180.0f;
constexpr float kGutter = space::kSmall;
constexpr float kBottomShare = 0.285f;
constexpr float kBottomMin = 204.0f;
// Below this height the devices need all of it; the sequence joins the tabs.
constexpr float kBottomFrom = 460.0f;
constexpr float kBottomMax = 300.0f;
// From this height on the first panel on the right stands above the tabs of the others.
constexpr float kStackedFrom = 540.0f;
constexpr float kStackedShare = 0.48f;
// From this width on the centre's panels stand side by side.
constexpr float kBesideFrom = 1080.0f;
constexpr float kBesideShare = 0.36f;
constexpr float kBelowShare = 0.44f;
constexpr float kLeftTight = 304.0f;
constexpr float kLeft = 312.0f;
constexpr float kLeftRoomy = 336.0f;
// Below this height the devices have the centre to themselves; its other panels join the tabs.
constexpr float kLowBelow = 640.0f;
constexpr int kNoTab = -1;
constexpr float kFade = 56.0f;

const Panels& panels_in_order() {
  static const Panels panels = [] {
    Panels all = all_panels();
    sort_short(all, [](const Panel* a, const Panel* b) {
      return a->order != b->order ? a->order < b->order
                                  : std::string_view(a->name) < std::string_view(b->name);
    });
    return all;
  }();
  return panels;
}

Panels panels_at(std::initializer_list<Place> places) {
  Panels found;
  for (const Place place : places) {
    for (const Panel* panel : panels_in_order()) {
      if (panel->place == place) found.push_back(panel);
    }
  }
  return found;
}

void draw_panel(UiContext& context, const Panel& panel, const ImRect& box) {
  ImGui::SetCursorScreenPos(box.Min);
  PanelOptions options;
  options.size = box.GetSize();
  options.framed = panel.framed;
  options.scrolls = panel.framed;
  if (!panel.framed) options.padding = 0;
  if (context.narrow && panel.framed) options.padding = space::kMedium;
  const PanelScope scope(panel.title, options);
  if (scope.visible()) panel.draw(context);
}

// Cuts a piece off the box, and the gutter beside it.
ImRect take_left(ImRect& box, float width) {
  const ImRect taken(box.Min, {box.Min.x + width, box.Max.y});
  box.Min.x += width + kGutter;
  return taken;
}

ImRect take_right(ImRect& box, float width) {
  const ImRect taken({box.Max.x - width, box.Min.y}, box.Max);
  box.Max.x -= width + kGutter;
  return taken;
}

ImRect take_top(ImRect& box, float height) {
  const ImRect taken(box.Min, {box.Max.x, box.Min.y + height});
  box.Min.y += height + kGutter;
  return taken;
}

ImRect take_bottom(ImRect& box, float height) {
  const ImRect taken({box.Min.x, box.Max.y - height}, box.Max);
  box.Max.y -= height + kGutter;
  return taken;
}

// Tabs fade out where more of them are to the right.
void draw_more_to_come(const ImRect& box) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Color ground = colors().ground;
  const ImVec2 low{box.Max.x - kFade, box.Min.y};
  const ImVec2 high{box.Max.x, box.Max.y - space::kHair};
  list->AddRectFilledMultiColor(low, high, shade(ground, 0), shade(ground), shade(ground),
                                shade(ground, 0));
  draw_icon(list, Icon::chevron_right, {high.x - sizes().icon / 2, box.GetCenter().y}, sizes().icon,
            colors().ink_soft);
}

// As many tabs as there are panels; they scroll sideways where they are too many for the width.
void draw_tabs(const Panels& panels, int* chosen, const ImRect& box) {
  std::vector<Segment> tabs;
  for (const Panel* panel : panels) tabs.push_back({.label = panel->title});
  const float width = std::max(tab_strip_width(tabs), box.GetWidth());
  ImGui::SetCursorScreenPos(box.Min);
  ImGui::SetNextWindowContentSize({width, 0});
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoScrollbar;
  ImGui::PushID(panels.front()->name);
  ImGui::BeginChild("Panels", box.GetSize(), ImGuiChildFlags_NavFlattened, kFlags);
  ImGuiStorage* storage = ImGui::GetStateStorage();
  int* in_sight = storage->GetIntRef(ImGui::GetID("in sight"), kNoTab);
  tab_strip("tabs", chosen, tabs, TabWidths::by_label);
  if (*in_sight != *chosen) {
    const std::span<const Segment> before(tabs.data(), static_cast<std::size_t>(*chosen));
    ImGui::SetScrollX(tab_strip_width(before) - box.GetWidth() / 3);
    *in_sight = *chosen;
  }
  if (ImGui::GetScrollX() < ImGui::GetScrollMaxX() - 1.0f) draw_more_to_come(box);
  ImGui::EndChild();
  ImGui::PopID();
}

// The panel that was brought to the front last, as far as it is among these.
void draw_tabbed(UiContext& context, const Panels& panels, ImRect box) {
  if (panels.empty()) return;
  ImGuiStorage* storage = ImGui::GetStateStorage();
  int* kept = storage->GetIntRef(ImGui::GetID(panels.front()->name), 0);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (context.state.shown_tab == panels[i]->name) *kept = static_cast<int>(i);
  }
  int chosen = std::min(*kept, static_cast<int>(panels.size()) - 1);
  const float height = sizes().control_height + space::kSmall;
  if (panels.size() > 1) {
    const ImRect strip = take_top(box, height);
    box.Min.y -= kGutter - 1.0f;
    draw_tabs(panels, &chosen, strip);
  }
  const Panel& shown = *panels[static_cast<std::size_t>(chosen)];
  if (chosen != *kept) context.state.shown_tab = shown.name;
  *kept = chosen;
  draw_panel(context, shown, box);
}

void draw_right(UiContext& context, Panels panels, ImRect box, bool stacked) {
  if (panels.empty()) return;
  if (stacked && panels.size() > 1 && box.GetHeight() >= kStackedFrom) {
    draw_panel(context, *panels.front(), take_top(box, box.GetHeight() * kStackedShare));
    panels.erase(panels.begin());
  }
  draw_tabbed(context, panels, box);
}

// How much of the centre a panel takes that is not its first.
float centre_part(const UiContext& context, const Panel& panel, ImVec2 area, float others) {
  if (area.x >= kBesideFrom) return area.x * kBesideShare / others;
  const bool folded = panel.folded_height > 0 && !context.state.hood_open;
  return folded ? panel.folded_height : area.y * kBelowShare / others;
}

void draw_centre(UiContext& context, const Panels& panels, ImRect box) {
  if (panels.empty()) return;
  const ImVec2 area = box.GetSize();
  const bool beside = area.x >= kBesideFrom;
  for (std::size_t i = panels.size() - 1; i > 0; --i) {
    const float others = static_cast<float>(panels.size() - 1);
    const float part = centre_part(context, *panels[i], area, others);
    draw_panel(context, *panels[i], beside ? take_right(box, part) : take_bottom(box, part));
  }
  draw_panel(context, *panels.front(), box);
}

void draw_bottom(UiContext& context, const Panels& panels, ImRect& box, float body_height) {
  if (panels.empty()) return;
  const float height = std::clamp(body_height * kBottomShare, kBottomMin, kBottomMax);
  draw_tabbed(context, panels, take_bottom(box, height));
}

// The panels of the columns beside the sequence, by the room there is.
struct Columns {
  Panels left;
  Panels centre;
  Panels right;
  Panels bottom;
};

Columns columns_for(const ImRect& box) {
  Columns columns{panels_at({Place::left}), panels_at({Place::centre}), panels_at({Place::right}),
                  panels_at({Place::bottom})};
  Panels& right = columns.right;
  if (box.GetHeight() < kLowBelow && columns.centre.size() > 1) {
    right.insert(right.end(), columns.centre.begin() + 1, columns.centre.end());
    columns.centre.resize(1);
  }
  if (box.GetHeight() < kBottomFrom) {
    right.insert(right.end(), columns.bottom.begin(), columns.bottom.end());
    columns.bottom.clear();
  }
  if (box.GetWidth() < kMediumBelow) {
    right.insert(right.begin(), columns.left.begin(), columns.left.end());
    columns.left.clear();
  }
  return columns;
}

float right_width(float width) {
  return width < 1340.0f ? 328.0f : width < 1400.0f ? 340.0f : width < 1700.0f ? 384.0f : 420.0f;
}

float left_width(float width) {
  return width < 1340.0f ? kLeftTight : width < 1700.0f ? kLeft : kLeftRoomy;
}

void draw_columns(UiContext& context, ImRect box) {
  const float width = box.GetWidth();
  const Columns columns = columns_for(box);
  const ImRect right = take_right(box, right_width(width));
  draw_right(context, columns.right, right, width >= kMediumBelow);
  draw_bottom(context, columns.bottom, box, right.GetHeight());
  if (!columns.left.empty()) {
    draw_tabbed(context, columns.left, take_left(box, left_width(width)));
  }
  draw_centre(context, columns.centre, box);
}

}  // namespace

void draw_layout(UiContext& context) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 area = ImGui::GetContentRegionAvail();
  ImRect box(corner, {corner.x + area.x, corner.y + area.y});
  box.Expand(ImVec2(-kGutter, 0));
  box.Max.y -= kGutter;
  if (context.narrow) return draw_tabbed(context, panels_in_order(), box);
  draw_columns(context, box);
}

}  // namespace srl::web::ui
