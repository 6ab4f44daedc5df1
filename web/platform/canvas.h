// SPDX-License-Identifier: MIT
// Private to platform/: the WebGL 2 canvas, its size in two units, and the loss of its context.
#pragma once

namespace srl::web::platform {

// False when the browser has no WebGL 2. Frames are made all the same, and painted nowhere: the
// page's view of plain HTML shows what they say.
bool open_canvas();

// Starts a frame: size, renderer. False while the context is lost or the canvas has no area.
bool begin_canvas_frame();
// Draws what ImGui rendered and shows the cursor that it wants.
void end_canvas_frame();

}  // namespace srl::web::platform
