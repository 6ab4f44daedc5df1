// SPDX-License-Identifier: MIT
// Nobody starts the worker: a host that is being replaced, a crontab that was lost.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_miss_cron() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "miss_cron";
    fault.title = "Cron does not run";
    fault.sentence = "The worker is not started every five minutes.";
    fault.failure_mode = "jobs";
    fault.order = 40;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::slot_decided};
    fault.shows_in = {Metric::cron_slots};
    fault.swept_for_ms = 20 * kMinuteMs;
    fault.begins = [](const FaultSpec&, Actors& actors) { actors.worker.set_cron(false); };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.worker.set_cron(true); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
