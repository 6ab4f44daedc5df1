// SPDX-License-Identifier: MIT
#include "commands/replay.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "base/digest.h"
#include "commands/history_source.h"
#include "observe/export/jsonl.h"
#include "observe/export/perfetto.h"
#include "protocol/json_value.h"
#include "sim/promises/promise.h"
#include "sim/world.h"

namespace srl {
namespace {

// A hostile history may keep a world busy for ever: retries without a pause against a service that
// never comes back. Runs of people and sweeps stay far below.
constexpr std::uint64_t kStepsMax = 20'000'000;
constexpr std::uint64_t kStepsKeptMax = 2'000'000;  // with all their events in memory

struct Violation {
  const Promise* promise;
  const PromiseVerdict* verdict;
};

// The broken promises, the one that broke first in front.
std::vector<Violation> violations_of(const World& world) {
  std::vector<Violation> violations;
  const std::vector<PromiseVerdict>& verdicts = world.oracle().verdicts();
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i].status != PromiseStatus::broken) continue;
    violations.push_back({promises_in_order()[i], &verdicts[i]});
  }
  std::stable_sort(violations.begin(), violations.end(),
                   [](const auto& a, const auto& b) { return a.verdict->step < b.verdict->step; });
  return violations;
}

Json to_json(const Violation& violation) {
  const PromiseVerdict& verdict = *violation.verdict;
  const bool has_gesture = verdict.finding.intent != kNoIntent;
  return Json(Json::Object{
      {"finding", Json(verdict.finding.text)},
      {"gesture", has_gesture ? Json(gesture_name(verdict.finding.intent)) : Json()},
      {"promise", Json(violation.promise->name)},
      {"sentence", Json(violation.promise->sentence)},
      {"time_ms", Json(verdict.at_ms)},
  });
}

std::string to_json(const World& world, const std::vector<Violation>& violations) {
  Json::Array broken;
  for (const Violation& violation : violations) broken.emplace_back(violation.promise->name);
  const Json::Object object{
      {"broken", Json(std::move(broken))},
      {"digest", Json(format_digest(world.digest()))},
      {"events", Json(static_cast<std::int64_t>(world.steps()))},
      {"first_violation", violations.empty() ? Json() : to_json(violations.front())},
      {"outcome", Json(name_of(world.end()))},
      {"preset", Json(world.history().preset)},
      {"seed", Json(static_cast<std::int64_t>(world.history().seed))},
      {"time_ms", Json(world.now_ms())},
  };
  return dump_json(Json(object), 2) + "\n";
}

std::string to_text(const World& world, const std::vector<Violation>& violations) {
  std::string text = "digest   " + format_digest(world.digest());
  text.append("\noutcome  ").append(name_of(world.end()));
  text.append(" at ").append(format_clock(world.now_ms()));
  text.append("\nevents   ").append(format_count(world.steps())).append("\n");
  if (violations.empty()) return text + "promises all kept\n";
  for (const Violation& violation : violations) {
    const PromiseVerdict& verdict = *violation.verdict;
    text.append("broken   ").append(violation.promise->name);
    if (verdict.finding.intent != kNoIntent) {
      text.append(" by ").append(gesture_name(verdict.finding.intent));
    }
    text.append(" at ").append(format_clock(verdict.at_ms)).append("\n");
    text.append("         ").append(verdict.finding.text).append("\n");
  }
  return text;
}

}  // namespace

ExitCode replay(const ReplayOptions& options) {
  const std::string name = source_name(options.source);
  Result<History> history = load_history(options.source);
  if (!history.ok()) return complain_of_input(name, history.error());
  if (!options.preset.empty()) {
    const Status applied = apply_preset(*history, options.preset);
    if (!applied.ok()) return complain(ExitCode::bad_usage, applied.error().detail);
  }

  const bool keeps_events = options.events || options.trace;
  Result<std::unique_ptr<World>> created =
      World::create(std::move(history.value()), {keeps_events, false, nullptr});
  if (!created.ok()) return complain(ExitCode::failed, describe(created.error()));
  World& world = **created;
  const std::uint64_t steps_max = keeps_events ? kStepsKeptMax : kStepsMax;
  if (!world.run_to_end(steps_max)) {
    return complain(ExitCode::failed, name + ": still running after " + format_count(steps_max) +
                                          " events: give it fewer gestures, or faults that end");
  }

  const std::vector<Violation> violations = violations_of(world);
  const ExitCode code = violations.empty() ? ExitCode::ok : ExitCode::promise_broken;
  if (options.events) return print(to_jsonl(world.log().events(), world.actor_names()), code);
  if (options.trace) return print(to_perfetto(world.log().events(), world.actor_names()), code);
  return print(options.as_json ? to_json(world, violations) : to_text(world, violations), code);
}

}  // namespace srl
