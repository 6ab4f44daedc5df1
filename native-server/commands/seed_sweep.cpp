// SPDX-License-Identifier: MIT
#include "commands/seed_sweep.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

namespace srl {
namespace {

struct Failure {
  std::uint64_t seed;
  Error error;
};

// What one thread has done. It takes its seeds in rising order, so its first is its smallest.
struct Share {
  WorldPools pools;
  SweepSummary summary;
  std::optional<Failure> failure;
};

Status run_seed(std::uint64_t seed, const std::string& preset, const std::string& workload,
                Share& share) {
  Result<History> history = make_history(seed, preset, workload);
  if (!history.ok()) return history.error();
  Result<RunSummary> run = run_history(*history, share.pools, share.summary);
  if (!run.ok()) return run.error();
  return {};
}

void merge(const SweepSummary& part, SweepSummary& whole) {
  whole.runs += part.runs;
  whole.events += part.events;
  for (const auto& [promise, runs] : part.violations) {
    whole.violations[promise].add(runs.count, runs.first_seed);
  }
  for (const auto& [end, runs] : part.ends) whole.ends[end].add(runs.count, runs.first_seed);
  for (const auto& [fault, count] : part.faults_fired) whole.faults_fired[fault] += count;
  for (const auto& [probe, count] : part.probes_reached) whole.probes_reached[probe] += count;
}

Result<SeedSweep> merge(const std::vector<Share>& shares) {
  SeedSweep sweep;
  const Failure* failure = nullptr;
  for (const Share& share : shares) {
    merge(share.summary, sweep.summary);
    if (!share.failure) continue;
    if (failure == nullptr || share.failure->seed < failure->seed) failure = &*share.failure;
  }
  if (failure == nullptr) return sweep;
  return make_error(failure->error.code,
                    "seed " + std::to_string(failure->seed) + ": " + describe(failure->error));
}

}  // namespace

Result<SeedSweep> sweep_seeds(SeedRange seeds, const std::string& preset,
                              const std::string& workload) {
  const std::uint64_t processors = std::max(1U, std::thread::hardware_concurrency());
  std::vector<Share> shares(static_cast<std::size_t>(std::min(processors, seeds.count)));
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> stopped{false};

  const auto work = [&](Share& share) {
    while (!stopped) {
      const std::uint64_t index = next++;
      if (index >= seeds.count) return;
      const std::uint64_t seed = seeds.first + index;
      const Status done = run_seed(seed, preset, workload, share);
      if (done.ok()) continue;
      share.failure = Failure{seed, done.error()};
      stopped = true;
    }
  };

  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 1; i < shares.size(); ++i) threads.emplace_back(work, std::ref(shares[i]));
  } catch (const std::system_error&) {
    // The system gives no more threads: those that are there do all the work.
  }
  work(shares[0]);
  for (std::thread& thread : threads) thread.join();
  const auto elapsed = std::chrono::steady_clock::now() - begin;

  Result<SeedSweep> sweep = merge(shares);
  if (sweep.ok()) {
    sweep->elapsed_ms = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count();
  }
  return sweep;
}

}  // namespace srl
