// SPDX-License-Identifier: MIT
// The account's open_count, kept by the handlers, is the number of open tasks that the gestures
// have made: each counted once, and recounted from the rows at rest.
#include <algorithm>

#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_counters_match(const OracleModel& model, const OracleStep& step) {
  if (step.effects.empty()) return std::nullopt;
  const OpenCount& open = model.open_counts.at(step.account);
  if (open.stated == open.intended) return std::nullopt;
  return Finding{step.effects.back().intent, kServiceActor,
                 "the server counts " + std::to_string(open.stated) +
                     " open tasks, the gestures made " + std::to_string(open.intended)};
}

std::optional<Finding> recount(const OracleModel&, const OracleRest& rest) {
  for (const auto& [id, account] : rest.accounts) {
    const std::int64_t open =
        std::count_if(account.rows.begin(), account.rows.end(),
                      [](const Task& task) { return !task.fields.completed; });
    if (open == account.open_count) continue;
    return Finding{kNoIntent, kServiceActor,
                   "the server counts " + std::to_string(account.open_count) +
                       " open tasks, its rows are " + std::to_string(open)};
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_counters_match() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "counters_match";
    promise.sentence = "The number of open tasks is the number you made.";
    promise.failure_mode = "offline_replay";
    promise.order = 2;
    promise.on_step = check_counters_match;
    promise.at_rest = recount;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
