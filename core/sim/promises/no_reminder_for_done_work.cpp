// SPDX-License-Identifier: MIT
// Judged twice: by what the service had committed when the reminder went out, and by what the
// device showed of the task when it came. What neither of them knew nobody could.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_no_reminder_for_done_work(const OracleModel&, const OracleStep& step) {
  if (step.reminded_of_done.empty()) return std::nullopt;
  const OracleStep::Reminded& done = step.reminded_of_done.front();
  const bool at_service = done.device == kLabActor;
  return Finding{done.task, done.device,
                 "a reminder of " + gesture_name(done.task) +
                     (at_service ? " went out, and the server knew better by then"
                                 : " was shown, and the device knew better by then")};
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
    promise.on_step = check_no_reminder_for_done_work;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
