// SPDX-License-Identifier: MIT
// What this is, what to try first, the keys, and the article's table: over everything, on request.
#pragma once

#include "ui/ui_context.h"

namespace srl::web::ui {

// While state.help_open; closing it clears that.
void draw_help_overlay(UiContext& context);

}  // namespace srl::web::ui
