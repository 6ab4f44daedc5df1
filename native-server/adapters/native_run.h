// SPDX-License-Identifier: MIT
// One run of the worker (service/worker_run.h) on a real machine: each step and each answer in a
// transaction of its own, the sending between two of them, heartbeats while it is at work.
#pragma once

#include <functional>
#include <string_view>

#include "adapters/stop_flag.h"
#include "adapters/transactor.h"
#include "adapters/worker_report.h"
#include "ports/clock.h"
#include "service/service_context.h"

namespace srl {

// What the lab makes of a run at a place: taken, before_send, send, after_send, before_record.
struct LabRunFate {
  bool dies = false;  // it ends there, and its leases run out by themselves
  DurationMs stands_still_ms = 0;
  bool refuses_notification = false;  // the notification provider takes this message never
};
using LabRunStrike = std::function<LabRunFate(std::string_view place)>;

struct NativeRunPorts {
  Transactor& database;
  const Clock& clock;
  const StopFlag& stop;  // between two steps
  std::function<ServiceContext()> context;
  LabRunStrike strike = {};
};

// Blocks until the run is over. An error: the database failed; what was done before stays done, and
// so may the step whose commit is in doubt. The next run goes on from there, once the leases are
// over.
Result<RunReport> run_worker(const NativeRunPorts& ports, std::int64_t number);

}  // namespace srl
