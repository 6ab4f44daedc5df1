// SPDX-License-Identifier: MIT
#include "sim/sweep.h"

#include <algorithm>
#include <iterator>

#include "sim/fault_engine.h"
#include "sim/workloads/workload.h"

namespace srl {
namespace {

constexpr std::uint64_t kLimitChancePpm = 500'000;  // that a seed shrinks a certain limit

void draw_limits(RandomStream& random, Limits& limits) {
  const std::int64_t push = random.between(1, 5);
  const std::int64_t pull = random.between(1, 4);
  const std::int64_t list = random.between(5, 12);
  if (random.chance_ppm(kLimitChancePpm)) limits.push_operations_max = push;
  if (random.chance_ppm(kLimitChancePpm)) limits.pull_rows_max = pull;
  if (random.chance_ppm(kLimitChancePpm)) limits.list_rows_max = list;
  // Short enough that a device misses a deletion, long enough that one may be repeated.
  if (random.chance_ppm(kLimitChancePpm)) limits.tombstones_kept_ms = 5 * kMinuteMs;
}

void draw_details(const Fault& fault, RandomStream& random, FaultSpec& spec) {
  if (fault.swept_delay_ms.is_given()) spec.delay_ms = fault.swept_delay_ms.draw(random);
  if (fault.swept_amount.is_given()) spec.amount = fault.swept_amount.draw(random);
  if (fault.swept_probability_ppm != 0) spec.probability_ppm = fault.swept_probability_ppm;
}

// Half of them wait for one kind of transaction: those of devices are mostly pushes.
constexpr std::string_view kTransactions[] = {"code", "verify", "refresh", "logout",
                                              kWorkerTransaction};

void draw_transaction(RandomStream& random, FaultSpec& spec) {
  const std::string_view route = kTransactions[random.index(std::size(kTransactions))];
  if (random.chance_ppm(500'000)) spec.route = route;
  if (spec.route == kWorkerTransaction || random.chance_ppm(500'000)) spec.device.clear();
}

// A window somewhere in the run; every message in it may be struck.
FaultSpec draw_fault(const Fault& fault, RandomStream& random, const History& history) {
  FaultSpec spec;
  spec.fault = fault.name;
  spec.device = history.devices[random.index(history.devices.size())];
  spec.from_ms = random.between(1, history.duration_ms);
  const DurationMs length_ms = random.between(100, fault.swept_for_ms);
  const auto probability_ppm = static_cast<std::uint64_t>(random.between(200'000, kPpm));
  switch (fault.point) {
    case FaultPoint::window:
    case FaultPoint::instant: break;
    case FaultPoint::request:
    case FaultPoint::reply:
    case FaultPoint::disk_batch: spec.probability_ppm = probability_ppm; break;
    case FaultPoint::transaction:
      spec.count = random.between(1, 2);
      draw_transaction(random, spec);
      break;
    case FaultPoint::worker: spec.count = random.between(1, 2); break;
    case FaultPoint::notification: spec.probability_ppm = probability_ppm; break;
  }
  if (fault.point != FaultPoint::instant) {
    spec.until_ms = std::min(spec.from_ms + length_ms, history.duration_ms);
  }
  if (fault.point == FaultPoint::worker) spec.device.clear();
  if (fault.point == FaultPoint::worker && fault.route.empty()) {
    spec.route = kWorkerPlaces[random.index(std::size(kWorkerPlaces))];
  }
  draw_details(fault, random, spec);
  return spec;
}

// One stream per kind: a new kind doesn't reshuffle the others.
void draw_faults(std::uint64_t seed, History& history) {
  for (const Fault* fault : faults_in_order()) {
    RandomStream random{seed, purpose_of("swarm"), purpose_of(fault->name), 0};
    if (!random.chance_ppm(fault->swept_chance_ppm)) continue;
    const std::int64_t times = random.between(1, 3);
    for (std::int64_t i = 0; i < times; ++i) {
      history.faults.push_back(draw_fault(*fault, random, history));
    }
  }
}

}  // namespace

Result<History> make_history(std::uint64_t seed, std::string_view preset,
                             std::string_view workload_name) {
  History history;
  history.seed = seed;
  SRL_TRY(apply_preset(history, preset));
  const std::vector<const Workload*>& workloads = workloads_in_order();
  const Workload* workload =
      workload_name.empty() ? workloads[seed % workloads.size()] : find_workload(workload_name);
  if (workload == nullptr) {
    std::string names;
    for (const Workload* known : workloads) {
      names.append(names.empty() ? "" : ", ").append(known->name);
    }
    return make_error(
        ErrorCode::unknown_name,
        "there is no workload \"" + std::string(workload_name) + "\"; there are: " + names);
  }
  RandomStream gestures{seed, purpose_of("gestures"), 0, 0};
  workload->generate(gestures, history);
  RandomStream limits{seed, purpose_of("limits"), 0, 0};
  draw_limits(limits, history.limits);
  draw_faults(seed, history);
  return history;
}

void SweepSummary::Runs::add(std::int64_t more, std::uint64_t first) {
  first_seed = count == 0 ? first : std::min(first_seed, first);
  count += more;
}

bool SweepSummary::is_clean() const {
  const auto at_rest = ends.find(WorldEnd::at_rest);
  return violations.empty() && at_rest != ends.end() && at_rest->second.count == runs;
}

Result<RunSummary> run_history(const History& history, WorldPools& pools, SweepSummary& sweep) {
  Result<std::unique_ptr<World>> created = World::create(history, {false, false, &pools});
  if (!created.ok()) return created.error();
  World& world = **created;
  world.run_to_end();

  RunSummary run;
  run.seed = history.seed;
  run.digest = world.digest();
  run.events = world.steps();
  run.end = world.end();
  run.end_ms = world.now_ms();
  ++sweep.runs;
  sweep.events += run.events;
  sweep.ends[run.end].add(1, history.seed);
  const std::vector<const Promise*>& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    if (world.oracle().verdicts()[i].status != PromiseStatus::broken) continue;
    run.broken.push_back(promises[i]->name);
    sweep.violations[promises[i]->name].add(1, history.seed);
  }
  for (const Fault* fault : faults_in_order()) sweep.faults_fired[fault->name];
  for (std::size_t i = 0; i < history.faults.size(); ++i) {
    sweep.faults_fired[find_fault(history.faults[i].fault)->name] += world.fault_strikes(i);
  }
  for (std::size_t i = 0; i < kProbeCount; ++i) {
    sweep.probes_reached[kProbeNames[i]] += world.probes().count(i);
  }
  return run;
}

}  // namespace srl
