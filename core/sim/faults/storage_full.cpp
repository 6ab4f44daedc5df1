// SPDX-License-Identifier: MIT
// The device's storage has no room: every batch of pages is refused until the fault is over. The
// app goes on in memory, says that nothing is saved, and writes it all when there is room.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_storage_full() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "storage_full";
    fault.title = "Storage full";
    fault.sentence = "The device's storage takes no more writes until there is room again.";
    fault.failure_mode = "device";
    fault.order = 12;
    fault.point = FaultPoint::disk_batch;
    fault.comes_out_as = {EventKind::batch_failed};
    fault.shows_in = {Metric::storage_batches};
    fault.swept_probability_ppm = kPpm;
    return fault;
  }();
  return kFault;
}

}  // namespace srl
