// SPDX-License-Identifier: MIT
// Each who had asked to be told before it went out was shown the reminder, or the device knew
// better when it came, or the service keeps a dead letter about it. A person whose subscription is
// gone is not waited for.
#include <algorithm>

#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_reminders_settle(const OracleModel& model, const OracleRest& rest) {
  for (const ReminderWatch::Due& due : model.reminders.due()) {
    if (due.at_ms > rest.now_ms) break;
    const auto account = rest.accounts.find(due.account);
    if (account == rest.accounts.end()) continue;
    if (account->second.given_up.count({due.row, due.at_ms}) != 0) continue;
    const TimeMs went_out_ms = std::min(due.at_ms, model.reminders.went_out_ms(due));
    for (const auto& [device, since_ms] : account->second.subscribers) {
      if (since_ms > went_out_ms || model.reminders.was_shown_or_withheld(device, due)) continue;
      return Finding{due.task, device,
                     "the reminder of " + gesture_name(due.task) + " was due at " +
                         format_clock(due.at_ms) + " and never came"};
    }
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_reminders_settle() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "reminders_settle";
    promise.sentence = "Every reminder that is due is shown, or visibly given up.";
    promise.failure_mode = "jobs";
    promise.kind = PromiseKind::liveness;
    promise.order = 32;
    promise.at_rest = check_reminders_settle;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
