// SPDX-License-Identifier: MIT
// The sandbox as data for a page of plain HTML: what it says, and the commands that it gives. The
// same words and commands as the canvas has, so that neither view knows more than the other.
#pragma once

#include <string>

#include "app/accessible_command.h"
#include "app/sandbox.h"

namespace srl::web {

// All that is shown, as JSON.
std::string accessible_view(Sandbox& sandbox);

// The commands of the run, and those of its devices (app/accessible_device.h).
// A text that is not allowed, or an unknown name, comes back as an error.
Status perform(Sandbox& sandbox, const AccessibleCommand& command);

}  // namespace srl::web
