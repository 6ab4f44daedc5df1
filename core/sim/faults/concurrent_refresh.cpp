// SPDX-License-Identifier: MIT
// The same refresh twice at the same moment, as two tabs send it that have seen the same 401.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_concurrent_refresh() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "concurrent_refresh";
    fault.title = "Refresh twice";
    fault.sentence = "The same refresh reaches the server twice, as from two tabs.";
    fault.failure_mode = "auth";
    fault.order = 23;
    fault.point = FaultPoint::request;
    fault.comes_out_as = {EventKind::sign_in_needed};
    fault.shows_in = {Metric::auth_sessions_lost};
    fault.route = "refresh";
    fault.on_message = [](const FaultSpec&, RandomStream&, Fate& fate) {
      fate.repeated_after_ms = 0;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
