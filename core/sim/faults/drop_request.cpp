// SPDX-License-Identifier: MIT
// A request never arrives. Harmless to repeat, but the device cannot tell it from drop_reply.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_drop_request() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "drop_request";
    fault.title = "Lose requests";
    fault.sentence = "What the device sends never reaches the server.";
    fault.failure_mode = "offline_replay";
    fault.order = 2;
    fault.point = FaultPoint::request;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::refresh_failed};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::auth_refresh_failures};
    fault.on_message = [](const FaultSpec&, RandomStream&, Fate& fate) { fate.dropped = true; };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
