// SPDX-License-Identifier: MIT
// The bar at the top: what this is, the one switch that matters (Naive | Reliable), time and its
// controls, and what is done with the page.
#pragma once

#include "ui/shell.h"
#include "ui/ui_context.h"

namespace srl::web::ui {

// At the top of the window; the cursor is below it afterwards.
void draw_top_bar(UiContext& context, Shell& shell);

}  // namespace srl::web::ui
