// SPDX-License-Identifier: MIT
// Where the panels stand. Wide: controls on the left, the devices and the service in the middle,
// diagnostics on the right, the sequence below. Medium: controls join the tabs on the right.
// Narrow: every panel is a tab.
#pragma once

#include "ui/ui_context.h"

namespace srl::web::ui {

// Fills what is left of the window.
void draw_layout(UiContext& context);

}  // namespace srl::web::ui
