// SPDX-License-Identifier: MIT
// The session as data, for browser tests: what window.__probe.state() tells.
#pragma once

#include "app/sandbox.h"

namespace srl::web::ui {

// `session` must live as long as the page.
void show_sandbox_to_probe(Sandbox& sandbox);

}  // namespace srl::web::ui
