// SPDX-License-Identifier: MIT
// Live mode as data for a page of plain HTML: how it stands, what to do about it, and the device.
// The same words and commands as on the canvas.
#pragma once

#include <string>

#include "app/accessible_command.h"
#include "live/live_mode.h"

namespace srl::web {

// All that is shown, as JSON.
std::string accessible_live_view(const LiveMode& live);

// Beside those of the device: "notice", the way on that a notice offers, and "notice_other", its
// second one; the value names the notice, which may have gone meanwhile. Errors as
// perform_on_device.
Status perform_live(LiveMode& live, const AccessibleCommand& command);

}  // namespace srl::web
