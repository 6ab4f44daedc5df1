// SPDX-License-Identifier: MIT
// Everything arrives, but late: later than the time-out, when the delay is long enough.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_delay() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "delay";
    fault.title = "Slow network";
    fault.sentence = "Requests take two seconds longer than usual.";
    fault.failure_mode = "offline_replay";
    fault.order = 4;
    fault.point = FaultPoint::request;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::reply_late,
                          EventKind::refresh_failed};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::sync_late_replies,
                      Metric::auth_refresh_failures};
    fault.default_delay_ms = 2 * kSecondMs;
    fault.swept_delay_ms = {100, 15 * kSecondMs};
    fault.on_message = [](const FaultSpec& spec, RandomStream&, Fate& fate) {
      fate.extra_delay_ms += spec.delay_ms;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
