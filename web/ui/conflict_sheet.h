// SPDX-License-Identifier: MIT
// Two versions of a task, side by side with what both started from, and the ways to decide.
#pragma once

#include "ui/device_app.h"

namespace srl::web::ui {

// Opens it for a conflict that the view shows; changes nothing in the run.
void open_conflict_sheet(const DeviceApp& app, const ConflictView& shown);

// For the first that waits; false when there is none.
bool open_first_conflict(const DeviceApp& app);

// Draws the open one, and says when a decision that was made here has been carried out.
void draw_conflict_sheet(const DeviceApp& app);

}  // namespace srl::web::ui
