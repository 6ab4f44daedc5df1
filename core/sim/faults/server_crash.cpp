// SPDX-License-Identifier: MIT
// The database fails from statement k on, of a request or of the worker; the process dies, and the
// file is what the disk holds: all that was committed. `delay_ms` is the time until the service is
// up again.
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
    fault.swept_for_ms = 5 * kMinuteMs;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::refresh_failed,
                          EventKind::connection_refused};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::auth_refresh_failures,
                      Metric::sync_requests_refused};
    fault.default_delay_ms = 2 * kSecondMs;
    fault.on_transaction = [](const FaultSpec& spec, TransactionFate& fate) {
      fate.dies = true;
      fate.restart_after_ms = spec.delay_ms;
      fate.at_statement = spec.statement;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
