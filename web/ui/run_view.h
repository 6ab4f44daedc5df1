// SPDX-License-Identifier: MIT
// What the diagnostics know of the run that is open: one record and one trace for all of them.
#pragma once

#include "app/message_trace.h"
#include "app/sandbox.h"

namespace srl::web::ui {

struct RunView {
  RunRecord record;
  MessageTrace trace;
};

// As the session stands now; costs nothing when nothing has moved.
const RunView& run_view(const Sandbox& sandbox);

}  // namespace srl::web::ui
