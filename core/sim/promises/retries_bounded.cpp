// SPDX-License-Identifier: MIT
// No operation is sent more often than the bound without the person asking for it.
#include "base/limits.h"
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_retries_bounded(const OracleModel& model, const OracleStep& step) {
  for (const Intent intent : step.sent) {
    const IntentRecord* record = model.find(intent);
    if (record == nullptr || record->sends <= kAttemptsMax) continue;
    return Finding{intent, record->device,
                   gesture_name(intent) + " was sent " + std::to_string(record->sends) +
                       " times, the bound is " + std::to_string(kAttemptsMax)};
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_retries_bounded() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "retries_bounded";
    promise.sentence = "Nothing is tried again without end.";
    promise.failure_mode = "offline_replay";
    promise.kind = PromiseKind::bound;
    promise.order = 6;
    promise.on_step = check_retries_bounded;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
