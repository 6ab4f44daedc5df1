// SPDX-License-Identifier: MIT
// What screen readers see of the canvas: the registry's items as invisible DOM nodes with role,
// name, state and place, brought up to date at most four times a second; and spoken messages. What
// a screen reader does to a node comes back as input for ImGui.
#pragma once

#include <string>
#include <vector>

#include "probe/registry.h"

namespace srl::web::probe {

inline constexpr double kMirrorIntervalMs = 250;

// The nodes: items that have a role and a name.
std::vector<Item> mirrored(const std::vector<Item>& items);

// After every frame. The page asks for the nodes as soon as the interval allows.
void update_mirror(double now_ms);

}  // namespace srl::web::probe
