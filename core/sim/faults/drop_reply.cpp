// SPDX-License-Identifier: MIT
// The lost acknowledgement: committed at the service, unknown to the device.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_drop_reply() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "drop_reply";
    fault.title = "Lose replies";
    fault.sentence = "The server does the work, but its answer never reaches the device.";
    fault.failure_mode = "offline_replay";
    fault.order = 1;
    fault.point = FaultPoint::reply;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::refresh_failed};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::auth_refresh_failures};
    fault.on_message = [](const FaultSpec&, RandomStream&, Fate& fate) { fate.dropped = true; };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
