// SPDX-License-Identifier: MIT
// A deleted task comes back only when a person decides that it does: a late write to it does not
// bring it back.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_deleted_stays_deleted(const OracleModel& model,
                                                   const OracleStep& step) {
  if (step.revived.empty()) return std::nullopt;
  const Intent intent = step.revived.front();
  return Finding{intent, model.find(intent)->device,
                 gesture_name(intent) + " brought a deleted task back"};
}

}  // namespace

const Promise& promise_deleted_stays_deleted() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "deleted_stays_deleted";
    promise.sentence = "What was deleted does not come back by itself.";
    promise.failure_mode = "conflict";
    promise.order = 10;
    promise.on_step = check_deleted_stays_deleted;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
