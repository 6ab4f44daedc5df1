// SPDX-License-Identifier: MIT
// The browser as live mode's outside: implements its ports, and brings it what happens.
#pragma once

#include "live/live_mode.h"

namespace srl::web::platform {

// An embedded page is the sandbox: it never reads what is stored.
bool is_live_offered();

// The one session of the page. Nothing happens before it is shown for the first time.
LiveMode& live_mode();

}  // namespace srl::web::platform
