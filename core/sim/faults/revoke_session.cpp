// SPDX-License-Identifier: MIT
// Somebody ends the session from elsewhere: a lost phone, a changed password.
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
    fault.begins = [](const FaultSpec& spec, LabControl& lab) { lab.revoke_session(spec.device); };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
