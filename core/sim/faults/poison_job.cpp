// SPDX-License-Identifier: MIT
// A row that makes the run that reads it fail: a kind that does not exist.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_poison_job() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "poison_job";
    fault.title = "Poison job";
    fault.sentence = "The job that is due next cannot be read.";
    fault.failure_mode = "jobs";
    fault.order = 43;
    fault.point = FaultPoint::instant;
    fault.comes_out_as = {EventKind::job_discarded, EventKind::run_failed};
    fault.shows_in = {Metric::job_discarded, Metric::worker_runs};
    fault.begins = [](const FaultSpec&, Actors& actors) {
      note_disk(actors.service.poison_next_job());
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
