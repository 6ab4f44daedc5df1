// SPDX-License-Identifier: MIT
// The database fails from statement k on; the process dies, and the file is what the disk holds.
// `delay_ms` is the time until the service is up again.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_server_crash() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "server_crash";
    fault.title = "Server crashes mid-transaction";
    fault.sentence = "The server dies while it writes, and comes back with what its disk holds.";
    fault.failure_mode = "service";
    fault.order = 21;
    fault.point = FaultPoint::transaction;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::refresh_failed,
                          EventKind::connection_refused};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::auth_refresh_failures,
                      Metric::sync_requests_refused};
    fault.default_delay_ms = 2 * kSecondMs;
    return fault;
  }();
  return kFault;
}

}  // namespace srl
