// SPDX-License-Identifier: MIT
// The service serves one request after the other, and each takes `delay_ms`: who comes meanwhile
// waits in a line, beyond the time-out of devices where it is long. Where it is full, 503 with
// Retry-After.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_slow_server() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "slow_server";
    fault.title = "Slow server";
    fault.sentence = "The server takes three seconds for each request, one after the other.";
    fault.failure_mode = "service";
    fault.order = 23;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::request_turned_away};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::http_shed};
    fault.default_delay_ms = 3 * kSecondMs;
    fault.swept_delay_ms = {20, 4 * kSecondMs};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.desk.set_service_time(spec.delay_ms);
    };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.desk.set_service_time(0); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
