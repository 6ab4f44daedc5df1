// SPDX-License-Identifier: MIT
// A batch of pages is not written: quota, an aborted IndexedDB transaction, a full flash.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_lost_commit() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "lost_commit";
    fault.title = "Lose a commit";
    fault.sentence = "The device's disk refuses a write that the database has committed.";
    fault.failure_mode = "device";
    fault.order = 11;
    fault.point = FaultPoint::disk_batch;
    fault.comes_out_as = {EventKind::batch_failed};
    fault.shows_in = {Metric::storage_batches};
    return fault;
  }();
  return kFault;
}

}  // namespace srl
