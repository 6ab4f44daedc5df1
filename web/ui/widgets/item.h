// SPDX-License-Identifier: MIT
// The common ground of our widgets: each takes its place in the layout, gets an id from its label,
// and tells the registry what it is, so that keyboard, tests and screen readers know all of them.
#pragma once

#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"
#include "probe/registry.h"

namespace srl::web::ui {

struct Slot {
  ImRect box;
  ImGuiID id = 0;
  bool visible = false;  // false: scrolled out of sight; draw nothing, but it still counts
};

struct Press {
  bool hovered = false;
  bool held = false;
  bool clicked = false;
  bool focused = false;  // keys go here
  bool ring = false;     // and the visitor uses them: show it
};

// Escape was pressed, and no popup is open that it closes first.
bool escape_pressed();

// All the width that is left, but no less than `minimum`.
float room(float minimum = 0.0f);

inline constexpr float kNoBaseline = -1.0f;

// Takes a place of that size at the cursor for something that is only looked at. `baseline` is how
// far its text stands below its upper edge, to line it up with its neighbours.
Slot place_display(const char* label, ImVec2 size, const probe::Description& description,
                   float baseline = kNoBaseline);

// Takes a place for something that is operated.
Slot place_control(const char* label, ImVec2 size, const probe::Description& description,
                   ImGuiItemFlags flags = 0);

// A control at a given rectangle inside another widget's place: no layout.
Slot put_control(const char* label, const ImRect& box, const probe::Description& description);

// What mouse, finger and keyboard do to the slot.
Press press(const Slot& slot, ImGuiButtonFlags flags = 0);

// The ring around a control that has the keyboard.
void draw_focus_ring(const Slot& slot, float rounding);

// The name that tests and screen readers know the last ImGui item by.
void name_last_item(std::string_view name, probe::Role role = probe::Role::none);

// Help for the slot under a resting pointer; nothing while it is held.
void hint(const Slot& slot, std::string_view text);

}  // namespace srl::web::ui
