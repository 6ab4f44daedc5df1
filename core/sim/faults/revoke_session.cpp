// SPDX-License-Identifier: MIT
// A person ends the session from elsewhere: a lost phone, a changed password.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_revoke_session() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "revoke_session";
    fault.title = "Revoke the session";
    fault.sentence = "The server ends the session of the device.";
    fault.failure_mode = "auth";
    fault.order = 21;
    fault.point = FaultPoint::instant;
    fault.comes_out_as = {EventKind::request_unauthenticated, EventKind::sign_in_needed};
    fault.shows_in = {Metric::auth_rejections, Metric::auth_sessions_lost, Metric::http_responses};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      note_disk(actors.service.end_sessions(spec.device));
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
