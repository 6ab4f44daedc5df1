// SPDX-License-Identifier: MIT
// Judged by what the service had committed when the reminder went out: what happens on the way to
// the screen nobody can know.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check(const OracleModel&, const OracleStep& step) {
  if (step.reminded_of_done.empty()) return std::nullopt;
  const OracleStep::Reminded& done = step.reminded_of_done.front();
  return Finding{done.task, done.device,
                 "a reminder of " + gesture_name(done.task) +
                     " went out, and the server knew better by then"};
}

}  // namespace

const Promise& promise_no_reminder_for_done_work() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "no_reminder_for_done_work";
    promise.sentence = "No reminder comes for what is done, deleted or moved.";
    promise.failure_mode = "jobs";
    promise.kind = PromiseKind::safety;
    promise.order = 31;
    promise.on_step = check;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
