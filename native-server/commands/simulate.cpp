// SPDX-License-Identifier: MIT
#include "commands/simulate.h"

#include <algorithm>

#include "protocol/json_value.h"
#include "sim/promises/promise.h"

namespace srl {
namespace {

constexpr std::size_t kNameWidth = 28;
constexpr std::size_t kCountWidth = 12;

Json count_of(std::uint64_t count) { return Json(static_cast<std::int64_t>(count)); }

Json counts_to_json(const std::map<std::string_view, std::int64_t>& counts) {
  Json::Object object;
  for (const auto& [name, count] : counts) object[std::string(name)] = Json(count);
  return Json(std::move(object));
}

Json runs_to_json(const SweepSummary::Runs& runs) {
  return Json::Object{{"count", Json(runs.count)}, {"first_seed", count_of(runs.first_seed)}};
}

std::string to_json(const SeedSweep& sweep, const std::string& preset) {
  Json::Object violations;
  for (const auto& [promise, runs] : sweep.summary.violations) {
    violations[std::string(promise)] = runs_to_json(runs);
  }
  Json::Object ends;
  for (const auto& [end, runs] : sweep.summary.ends) {
    ends[std::string(name_of(end))] = runs_to_json(runs);
  }
  const Json::Object object{
      {"preset", Json(preset)},
      {"runs", Json(sweep.summary.runs)},
      {"events", count_of(sweep.summary.events)},
      {"events_per_second", count_of(sweep.events_per_second())},
      {"violations", Json(std::move(violations))},
      {"ends", Json(std::move(ends))},
      {"faults_fired", counts_to_json(sweep.summary.faults_fired)},
      {"probes_reached", counts_to_json(sweep.summary.probes_reached)},
  };
  return dump_json(Json(object), 2) + "\n";
}

std::string promise_table(const SweepSummary& summary) {
  std::string table = pad_right("Promise", kNameWidth) + pad_left("kept", kCountWidth) +
                      pad_left("broken", kCountWidth) + "  first seed\n";
  for (const Promise* promise : promises_in_order()) {
    const auto broken = summary.violations.find(promise->name);
    const bool is_broken = broken != summary.violations.end();
    const std::int64_t count = is_broken ? broken->second.count : 0;
    table.append(pad_right(promise->name, kNameWidth))
        .append(
            pad_left(format_count(static_cast<std::uint64_t>(summary.runs - count)), kCountWidth))
        .append(pad_left(format_count(static_cast<std::uint64_t>(count)), kCountWidth))
        .append(is_broken ? "  " + std::to_string(broken->second.first_seed) : "  -")
        .append("\n");
  }
  return table;
}

std::string count_table(std::string_view title,
                        const std::map<std::string_view, std::int64_t>& counts) {
  std::string table = pad_right(title, kNameWidth) + pad_left("times", kCountWidth) + "\n";
  for (const auto& [name, count] : counts) {
    table.append(pad_right(name, kNameWidth))
        .append(pad_left(format_count(static_cast<std::uint64_t>(count)), kCountWidth))
        .append(count == 0 ? "  never\n" : "\n");
  }
  return table;
}

// "2,000 runs: 1,990 at_rest, 10 out_of_time; 210,345 events in 1.9 s, 110,000 a second".
std::string totals_line(const SeedSweep& sweep) {
  std::string ends;
  for (const auto& [end, runs] : sweep.summary.ends) {
    ends.append(ends.empty() ? "" : ", ")
        .append(format_count(static_cast<std::uint64_t>(runs.count)))
        .append(" ")
        .append(name_of(end));
  }
  return format_count(static_cast<std::uint64_t>(sweep.summary.runs)) + " runs: " + ends + "; " +
         format_count(sweep.summary.events) + " events in " + format_duration(sweep.elapsed_ms) +
         ", " + format_count(sweep.events_per_second()) + " a second\n";
}

std::string command_for(const SimulateOptions& options, std::uint64_t seed) {
  std::string command =
      "srl simulate --preset " + options.preset + " --seeds 1 --from " + std::to_string(seed);
  if (!options.workload.empty()) command += " --workload " + options.workload;
  return command;
}

// How to see the smallest seed again that broke a promise or did not come to rest, by itself and
// event by event.
std::string replay_lines(const SimulateOptions& options, const SweepSummary& summary) {
  if (summary.is_clean()) return {};
  std::uint64_t seed = UINT64_MAX;
  for (const auto& [promise, runs] : summary.violations) seed = std::min(seed, runs.first_seed);
  for (const auto& [end, runs] : summary.ends) {
    if (end != WorldEnd::at_rest) seed = std::min(seed, runs.first_seed);
  }
  const std::string command = command_for(options, seed);
  const std::string file = "seed-" + std::to_string(seed) + ".json";
  return "\nreplay: " + command + " --json\nevents: " + command + " --dump-history > " + file +
         " && srl replay " + file + " --events\n";
}

std::string to_table(const SeedSweep& sweep, const SimulateOptions& options) {
  const std::string workload = options.workload.empty() ? "all" : options.workload;
  const SeedRange& seeds = options.seeds;
  return "Preset " + options.preset + ", workload " + workload + ", seeds " +
         std::to_string(seeds.first) + " to " + std::to_string(seeds.first + seeds.count - 1) +
         "\n\n" + promise_table(sweep.summary) + "\n" +
         count_table("Fault", sweep.summary.faults_fired) + "\n" +
         count_table("Probe", sweep.summary.probes_reached) + "\n" + totals_line(sweep) +
         replay_lines(options, sweep.summary);
}

}  // namespace

ExitCode simulate(const SimulateOptions& options) {
  // The first history shows whether the names exist, before any thread starts.
  const Result<History> first = make_history(options.seeds.first, options.preset, options.workload);
  if (!first.ok()) return complain(ExitCode::bad_usage, first.error().detail);
  if (options.dump_history) return print(dump_history(*first, 2) + "\n");

  const Result<SeedSweep> sweep = sweep_seeds(options.seeds, options.preset, options.workload);
  if (!sweep.ok()) return complain(ExitCode::failed, sweep.error().detail);
  return print(options.as_json ? to_json(*sweep, options.preset) : to_table(*sweep, options),
               sweep->summary.is_clean() ? ExitCode::ok : ExitCode::promise_broken);
}

}  // namespace srl
