// SPDX-License-Identifier: MIT
// A session ends when a person ends it, not because a reply was lost or two tabs were open.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_stays_signed_in(const OracleModel& model, const OracleStep& step) {
  for (const OracleStep::Shown& shown : step.shown) {
    const DeviceSeen& seen = model.devices.at(shown.device);
    if (seen.session != SessionState::sign_in_needed) continue;
    if (model.ended_sessions.count(seen.session_id) != 0) continue;
    return Finding{kNoIntent, shown.device,
                   "the device has to sign in again, and nobody had ended its session"};
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_stays_signed_in() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "stays_signed_in";
    promise.sentence = "You are never signed out without a reason.";
    promise.failure_mode = "auth";
    promise.order = 21;
    promise.on_step = check_stays_signed_in;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
