// SPDX-License-Identifier: MIT
// The service's disk is full: a transaction that writes fails at its commit, 503 storage_failed,
// and nothing of it has happened. What only reads is answered.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_disk_full() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "disk_full";
    fault.title = "Server disk full";
    fault.sentence = "The server cannot write: changes are refused, reading works.";
    fault.failure_mode = "service";
    fault.order = 24;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::write_refused};
    fault.shows_in = {Metric::http_responses};
    fault.begins = [](const FaultSpec&, Actors& actors) { actors.service.set_disk_full(true); };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.service.set_disk_full(false); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
