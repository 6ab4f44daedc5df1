// SPDX-License-Identifier: MIT
// The clock of the worker is set ahead, by `delay_ms`, and back when the fault ends: a machine that
// was suspended, a bad time server. Leases seem over, and reminders due.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_clock_jump() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "clock_jump";
    fault.title = "Worker clock jumps";
    fault.sentence = "The clock of the machine that the worker runs on jumps ahead by ten minutes.";
    fault.failure_mode = "jobs";
    fault.order = 44;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::slot_decided};
    fault.shows_in = {Metric::cron_slots};
    fault.default_delay_ms = 10 * kMinuteMs;
    fault.swept_for_ms = 10 * kMinuteMs;
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.worker.set_clock_ahead(spec.delay_ms);
    };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.worker.set_clock_ahead(0); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
