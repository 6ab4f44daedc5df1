// SPDX-License-Identifier: MIT
// A zombie: the run is held up past its lease (a machine that sleeps, a long garbage collection),
// and goes on as if nothing had been. `delay_ms` is how long.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_pause_worker() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "pause_worker";
    fault.title = "Worker stands still";
    fault.sentence =
        "A run of the worker freezes after it has taken its jobs, and goes on seven minutes later.";
    fault.failure_mode = "jobs";
    fault.order = 41;
    fault.point = FaultPoint::worker;
    fault.comes_out_as = {EventKind::job_fenced};
    fault.shows_in = {Metric::job_runs};
    fault.route = "taken";
    fault.default_delay_ms = 7 * kMinuteMs;
    fault.swept_for_ms = 20 * kMinuteMs;
    fault.on_worker = [](const FaultSpec& spec, RunFate& fate) {
      fate.stands_still_ms = spec.delay_ms;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
