// SPDX-License-Identifier: MIT
// Replies arrive in another order than they were sent, some after their time-out.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_reorder() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "reorder";
    fault.title = "Overtaking replies";
    fault.sentence = "Replies are held back at random, so that newer ones overtake them.";
    fault.failure_mode = "offline_replay";
    fault.order = 5;
    fault.point = FaultPoint::reply;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::reply_late,
                          EventKind::refresh_failed};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::sync_late_replies,
                      Metric::auth_refresh_failures};
    fault.default_delay_ms = 20 * kSecondMs;
    fault.on_message = [](const FaultSpec& spec, RandomStream& random, Fate& fate) {
      fate.extra_delay_ms += random.between(0, spec.delay_ms);
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
