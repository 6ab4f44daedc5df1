// SPDX-License-Identifier: MIT
// The service's database is lost, and a new one is made: no tasks, no sessions, and there is no
// backup.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_new_database() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "new_database";
    fault.title = "Start with an empty database";
    fault.sentence = "The server has lost its database and starts with an empty one.";
    fault.failure_mode = "service";
    fault.order = 26;
    fault.point = FaultPoint::instant;
    fault.comes_out_as = {EventKind::request_unauthenticated, EventKind::sign_in_needed,
                          EventKind::service_went_back};
    fault.shows_in = {Metric::auth_rejections, Metric::auth_sessions_lost, Metric::http_responses,
                      Metric::cursor_resets};
    fault.begins = [](const FaultSpec&, Actors& actors) {
      note_disk(actors.service.start_anew(*service_template()));
      actors.service_is_gone();
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
