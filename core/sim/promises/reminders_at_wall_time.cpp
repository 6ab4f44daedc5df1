// SPDX-License-Identifier: MIT
// "Tomorrow, at this time" is a reading of the clock, not a number of hours: when the clocks are
// set meanwhile, it is 23 or 25 of them away.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_reminders_at_wall_time(const OracleModel&, const OracleStep& step) {
  if (step.reminded_off.empty()) return std::nullopt;
  const OracleStep::Reminded& off = step.reminded_off.front();
  return Finding{off.task, off.device,
                 "the reminder of " + gesture_name(off.task) +
                     " was meant for the same time of day and came at another"};
}

}  // namespace

const Promise& promise_reminders_at_wall_time() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "reminders_at_wall_time";
    promise.sentence = "Tomorrow at this time is when the clock on the wall shows this time.";
    promise.failure_mode = "jobs";
    promise.kind = PromiseKind::safety;
    promise.order = 33;
    promise.on_step = check_reminders_at_wall_time;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
