// SPDX-License-Identifier: MIT
// The account's open_count, kept by the handlers, is the number of open tasks that the gestures
// have made: each counted once, and recounted from the rows at rest.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check(const OracleModel& model, const OracleStep& step) {
  if (step.effects.empty() || !model.counter_is_known) return std::nullopt;
  if (model.stated_open == model.intended_open) return std::nullopt;
  return Finding{step.effects.back().intent, kServiceActor,
                 "the server counts " + std::to_string(model.stated_open) +
                     " open tasks, the gestures made " + std::to_string(model.intended_open)};
}

std::optional<Finding> recount(const OracleModel&, const OracleRest& rest) {
  std::int64_t open = 0;
  for (const Task& task : rest.service_rows) {
    if (!task.fields.completed) ++open;
  }
  if (open == rest.service_open_count) return std::nullopt;
  return Finding{kNoIntent, kServiceActor,
                 "the server counts " + std::to_string(rest.service_open_count) +
                     " open tasks, its rows are " + std::to_string(open)};
}

}  // namespace

const Promise& promise_counters_match() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "counters_match";
    promise.sentence = "The number of open tasks is the number you made.";
    promise.failure_mode = "offline_replay";
    promise.order = 2;
    promise.on_step = check;
    promise.at_rest = recount;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
