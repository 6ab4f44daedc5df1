// SPDX-License-Identifier: MIT
// When the faults are over, every queue empties: acknowledged, or rejected and shown.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_queue_drains(const OracleModel&, const OracleRest& rest) {
  for (const OracleRest::Shown& shown : rest.devices) {
    const SessionView& session = shown.view->session;
    if (!session.is_signed_in() && !rest.person_has_helped) continue;  // it waits for a person
    if (shown.view->queued == 0) continue;
    return Finding{kNoIntent, shown.device,
                   std::to_string(shown.view->queued) + " writes are still in the queue"};
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_queue_drains() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "queue_drains";
    promise.sentence = "When the trouble is over, everything gets sent.";
    promise.failure_mode = "offline_replay";
    promise.kind = PromiseKind::liveness;
    promise.order = 7;
    promise.at_rest = check_queue_drains;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
