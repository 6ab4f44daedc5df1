// SPDX-License-Identifier: MIT
// The worker dies between two of its steps. `route` says where: taken, before_send, after_send or
// before_record; none: at the first of them that comes.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_crash_worker() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "crash_worker";
    fault.title = "Worker dies";
    fault.sentence =
        "A run of the worker dies before it sends, after it, or before it writes down the answer.";
    fault.failure_mode = "jobs";
    fault.order = 42;
    fault.point = FaultPoint::worker;
    fault.comes_out_as = {EventKind::slot_decided, EventKind::job_fenced};
    fault.shows_in = {Metric::cron_slots, Metric::job_runs};
    fault.swept_for_ms = 20 * kMinuteMs;
    fault.on_worker = [](const FaultSpec&, RunFate& fate) { fate.dies = true; };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
