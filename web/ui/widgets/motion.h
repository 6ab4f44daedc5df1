// SPDX-License-Identifier: MIT
// Movement that ends: values that glide to their target, and what a frame tells the platform, which
// draws the next one only while something moves.
#pragma once

#include "imgui.h"

namespace srl::web::ui {

struct FrameState {
  // Set by the application: nothing glides, because the visitor wants no motion, or because
  // thousands of rows are changing and each step of a glide would be one more picture to paint.
  bool jumps = false;
  double change_ms = -1;   // until something moves by itself; 0 at once, negative never
  bool drag_held = false;  // the pressed item follows the pointer
};

FrameState& frame_state();

// Before the first widget of a frame.
void begin_frame_state();

// This frame's picture changes by itself after `ms`.
void changes_in(double ms);

// The value kept under `id` in the current window, a step closer to `target`.
float glide(ImGuiID id, float target);

}  // namespace srl::web::ui
