// SPDX-License-Identifier: MIT
// The tokens are rotated at the service, and the device never hears of the new ones.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_drop_refresh_reply() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "drop_refresh_reply";
    fault.title = "Lose refresh replies";
    fault.sentence = "The server issues new tokens, but they never reach the device.";
    fault.failure_mode = "auth";
    fault.order = 22;
    fault.point = FaultPoint::reply;
    fault.comes_out_as = {EventKind::refresh_failed};
    fault.shows_in = {Metric::auth_refresh_failures};
    fault.route = "refresh";
    fault.on_message = [](const FaultSpec&, RandomStream&, Fate& fate) { fate.dropped = true; };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
