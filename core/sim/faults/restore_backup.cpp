// SPDX-License-Identifier: MIT
// A person puts a backup in place: the service counts on from an earlier durable state, `delay_ms`
// or a little more before now. What it has acknowledged since is gone, and nobody is told.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_restore_backup() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "restore_backup";
    fault.title = "Restore a backup";
    fault.sentence =
        "The server's database goes back to an earlier state and counts on from there.";
    fault.failure_mode = "service";
    fault.order = 25;
    fault.point = FaultPoint::instant;
    fault.comes_out_as = {EventKind::connection_refused, EventKind::service_went_back};
    fault.shows_in = {Metric::sync_requests_refused, Metric::auth_refresh_failures,
                      Metric::cursor_resets};
    fault.default_delay_ms = 20 * kSecondMs;
    fault.swept_delay_ms = {1, 40, kSecondMs};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      note_disk(actors.service.restore_backup(spec.delay_ms));
      actors.service_is_gone();
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
