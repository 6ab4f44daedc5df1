// SPDX-License-Identifier: MIT
// A proxy or a retransmission delivers the same request again.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_duplicate_request() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "duplicate_request";
    fault.title = "Deliver twice";
    fault.sentence = "The network delivers a request a second time, a moment later.";
    fault.failure_mode = "offline_replay";
    fault.order = 3;
    fault.point = FaultPoint::request;
    fault.comes_out_as = {EventKind::operation_replayed};
    fault.shows_in = {Metric::idempotency_hits};
    fault.default_delay_ms = 3 * kSecondMs;
    fault.on_message = [](const FaultSpec& spec, RandomStream& random, Fate& fate) {
      fate.repeated_after_ms = random.between(1, spec.delay_ms);
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
