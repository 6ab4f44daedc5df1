// SPDX-License-Identifier: MIT
// `amount` more devices at the service, as far as its load is concerned (sim/storm.h). By itself
// that is no trouble: it is what the other faults of the service meet.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_retry_storm() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "retry_storm";
    fault.title = "200 more devices";
    fault.sentence =
        "Two hundred more devices use the server. Take it down, and watch how they come back.";
    fault.failure_mode = "service";
    fault.order = 25;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::request_turned_away};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::http_shed};
    fault.default_amount = 200;
    fault.swept_amount = {50, 80};     // lockstep shows in fifty or more
    fault.swept_chance_ppm = 100'000;  // a storm has the events of many runs
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.storm.set_clients(spec.amount);
    };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.storm.set_clients(0); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
