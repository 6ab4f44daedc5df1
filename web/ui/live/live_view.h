// SPDX-License-Identifier: MIT
// Live mode on the screen. Wide: how it stands on the left, the device in the middle, its signals
// beside the server's on the right. Narrow: the same as tabs.
#pragma once

#include "live/live_mode.h"
#include "ui/ui_context.h"

namespace srl::web::ui {

// Fills what is left of the window.
void draw_live(UiContext& context, LiveMode& live);

// When the picture changes by itself: a count of seconds is shown.
double live_changes_in_ms(const LiveMode& live);

// Its parts
void draw_live_notice(LiveMode& live);
void draw_live_connection(LiveMode& live);
void draw_live_signals(LiveMode& live);

}  // namespace srl::web::ui
