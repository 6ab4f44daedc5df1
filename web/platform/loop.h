// SPDX-License-Identifier: MIT
// Private to platform/: what its parts ask of the frame loop.
#pragma once

#include "platform/platform.h"

namespace srl::web::platform {

App& app();

// Input came, or the page changed: draw the frames that it needs.
void input_arrived();

// Draws now, until ImGui has read all queued input. Browsers grant the clipboard, focus with a soft
// keyboard and downloads only while the event of a gesture is being handled.
void draw_in_gesture();

// Draws one frame now: the canvas was resized, which cleared it.
void draw_at_once();

void set_hidden(bool hidden);
void set_preferences(const Preferences& preferences);

// Sets up ImGui's side of the text agent and the clipboard.
void connect_text_input();
// The next step of a flicked scroll; true while it goes on.
bool coast_step(double now_ms);

}  // namespace srl::web::platform
