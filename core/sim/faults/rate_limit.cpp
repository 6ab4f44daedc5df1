// SPDX-License-Identifier: MIT
// The service answers 429 with Retry-After to what exceeds `amount` requests a second, from
// whatever client they come from. Refreshes pass: a device without tokens comes back with more
// requests, not with fewer.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_rate_limit() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "rate_limit";
    fault.title = "Rate limit";
    fault.sentence =
        "The server turns away what exceeds two requests a second, and says when to come back.";
    fault.failure_mode = "service";
    fault.order = 22;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::request_turned_away};
    fault.shows_in = {Metric::http_shed};
    fault.default_amount = 2;
    fault.swept_amount = {1, 5};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.desk.set_rate_limit(spec.amount);
    };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.desk.set_rate_limit(0); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
