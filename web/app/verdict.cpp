// SPDX-License-Identifier: MIT
#include "app/verdict.h"

#include "app/wording.h"

namespace srl::web {
namespace {

std::int64_t tasks_made(const OracleModel& model) {
  std::int64_t made = 0;
  for (const IntentRecord& record : model.intents) {
    if (record.device != 0 && record.kind == OpKind::create_task) ++made;
  }
  return made;
}

// What people made and what became of it: "15 tasks made · 30 rows created".
std::string numbers(const World& world) {
  const OracleModel& model = world.oracle().model();
  const auto rows = static_cast<std::int64_t>(model.rows.size());
  std::string text = counted(tasks_made(model), "task made", "tasks made");
  text += " · " + counted(rows, "row created", "rows created");
  const std::int64_t hits = world.metrics().total(Metric::idempotency_hits);
  if (hits > 0) text += " · " + counted(hits, "repeat recognised", "repeats recognised");
  return text;
}

}  // namespace

Verdict verdict_of(const World& world) {
  const std::vector<const Promise*>& promises = promises_in_order();
  const std::vector<PromiseVerdict>& verdicts = world.oracle().verdicts();
  std::size_t first = promises.size();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    if (verdicts[i].status != PromiseStatus::broken) continue;
    if (first == promises.size() || verdicts[i].step < verdicts[first].step) first = i;
  }
  if (first < promises.size()) {
    const Promise& promise = *promises[first];
    return {VerdictKind::broken, "Promise broken: " + std::string(without_stop(promise.sentence)),
            numbers(world) + " · " + verdicts[first].finding.text, numbers(world),
            std::string(promise.name)};
  }
  if (world.end() == WorldEnd::at_rest) {
    return {VerdictKind::kept, "All promises kept", numbers(world), numbers(world), ""};
  }
  return {VerdictKind::open, "No promise broken so far", numbers(world), numbers(world), ""};
}

}  // namespace srl::web
