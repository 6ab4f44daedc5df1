// SPDX-License-Identifier: MIT
// Measures the simulation: events per second with promises on, a thousand runs of the offline
// scenario's workload, and a rewind in a run of 50,000 events. Prints one JSON object;
// scripts/bench puts the budgets beside it. The same program runs natively and as WASM under Node.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

#include "sim/scenarios.h"
#include "sim/sweep.h"

namespace srl {
namespace {

using WallClock = std::chrono::steady_clock;

constexpr std::uint64_t kSweepSeeds = 1'000;
constexpr std::uint64_t kScenarioRuns = 1'000;
constexpr std::uint64_t kLongRunEvents = 50'000;
constexpr int kRewinds = 25;

double ms_since(WallClock::time_point start) {
  return std::chrono::duration<double, std::milli>(WallClock::now() - start).count();
}

// Events per second over the sweep's seeds, the mix of all workloads and faults.
double sweep_events_per_second(std::string_view preset) {
  WorldPools pools;
  SweepSummary sweep;
  const WallClock::time_point start = WallClock::now();
  for (std::uint64_t seed = 1; seed <= kSweepSeeds; ++seed) {
    const Result<History> history = make_history(seed, preset, "");
    if (!history.ok() || !run_history(*history, pools, sweep).ok()) return 0;
  }
  return static_cast<double>(sweep.events) * 1'000 / ms_since(start);
}

double scenario_runs_ms() {
  WorldPools pools;
  SweepSummary sweep;
  Result<History> history = open_scenario("offline-replay");
  if (!history.ok() || !apply_preset(*history, kReliablePreset).ok()) return 0;
  const WallClock::time_point start = WallClock::now();
  for (std::uint64_t seed = 1; seed <= kScenarioRuns; ++seed) {
    history->seed = seed;
    if (!run_history(*history, pools, sweep).ok()) return 0;
  }
  return ms_since(start);
}

struct Rewinds {
  double median_ms = 0;
  double worst_ms = 0;
};

// A long day of two devices with 300 tasks, then jumps to random moments of it.
Rewinds rewinds() {
  Result<History> history = open_scenario("offline-replay");
  if (!history.ok() || !apply_preset(*history, kReliablePreset).ok()) return {};
  history->duration_ms = 0;
  for (int i = 0; i < 300; ++i) {
    Gesture gesture = history->gestures.front();
    gesture.at_ms = 30'000 + i * 2'000;
    history->gestures.push_back(gesture);
  }
  Result<std::unique_ptr<World>> world = World::create(*history, {true, true, nullptr});
  if (!world.ok()) return {};
  World& run = **world;
  while (run.steps() < kLongRunEvents && run.step()) {
  }
  const TimeMs end_ms = run.now_ms();
  RandomStream random{3, 0, 0, 0};
  std::vector<double> times;
  for (int i = 0; i < kRewinds; ++i) {
    const WallClock::time_point start = WallClock::now();
    if (!run.rewind(random.between(0, end_ms)).ok()) return {};
    times.push_back(ms_since(start));
    run.run_until(end_ms);
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.back()};
}

// Without an argument everything is measured; "sweep", "scenario" or "rewind" measures one part,
// for comparing two builds on a machine that is never quiet for long.
int run(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  const auto measures = [&](std::string_view part) { return wanted.empty() || wanted == part; };
  double reliable = 0;
  double naive = 0;
  if (measures("sweep")) {
    sweep_events_per_second(kReliablePreset);  // warm
    reliable = sweep_events_per_second(kReliablePreset);
    naive = sweep_events_per_second(kNaivePreset);
  }
  const double scenario = measures("scenario") ? scenario_runs_ms() : 0;
  const Rewinds rewind = measures("rewind") ? rewinds() : Rewinds{};
  std::printf(
      "{\"events_per_second_reliable\":%.0f,\"events_per_second_naive\":%.0f,"
      "\"scenario_1000_ms\":%.0f,\"rewind_median_ms\":%.1f,\"rewind_worst_ms\":%.1f}\n",
      reliable, naive, scenario, rewind.median_ms, rewind.worst_ms);
  return wanted.empty() && (reliable == 0 || naive == 0 || scenario == 0 || rewind.worst_ms == 0);
}

}  // namespace
}  // namespace srl

int main(int argc, char** argv) { return srl::run(argc, argv); }
