// SPDX-License-Identifier: MIT
// The service is not there: connections are refused at once.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_server_down() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "server_down";
    fault.title = "Server down";
    fault.sentence = "The server refuses every connection.";
    fault.failure_mode = "service";
    fault.order = 20;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::connection_refused};
    fault.shows_in = {Metric::sync_requests_refused};
    fault.begins = [](const FaultSpec&, Actors& actors) { actors.stop_service(); };
    fault.ends = [](const FaultSpec&, Actors& actors) { actors.service.set_up(true); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
