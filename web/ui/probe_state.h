// SPDX-License-Identifier: MIT
// The session as data, for browser tests: what window.__probe.state() tells.
#pragma once

#include "app/lab_session.h"

namespace srl::web::ui {

// `session` must live as long as the page.
void show_session_to_probe(LabSession& session);

}  // namespace srl::web::ui
