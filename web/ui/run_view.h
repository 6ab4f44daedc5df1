// SPDX-License-Identifier: MIT
// What the diagnostics know of the run that is open: one record and one trace for all of them.
#pragma once

#include "app/lab_session.h"
#include "app/message_trace.h"

namespace srl::web::ui {

struct RunView {
  RunRecord record;
  MessageTrace trace;
};

// As the session stands now; costs nothing when nothing has moved.
const RunView& run_view(const LabSession& session);

}  // namespace srl::web::ui
