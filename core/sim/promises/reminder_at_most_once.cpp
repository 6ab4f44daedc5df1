// SPDX-License-Identifier: MIT
// Per device and version of the schedule. A message may be sent again, since its answer may be
// lost: what counts is what a person saw.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_reminder_at_most_once(const OracleModel&, const OracleStep& step) {
  if (step.reminded_again.empty()) return std::nullopt;
  const OracleStep::Reminded& again = step.reminded_again.front();
  return Finding{again.task, again.device,
                 "the reminder of " + gesture_name(again.task) + " was shown a second time"};
}

}  // namespace

const Promise& promise_reminder_at_most_once() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "reminder_at_most_once";
    promise.sentence = "Nobody is reminded twice of the same thing.";
    promise.failure_mode = "jobs";
    promise.kind = PromiseKind::safety;
    promise.order = 30;
    promise.on_step = check_reminder_at_most_once;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
