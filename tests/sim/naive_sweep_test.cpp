// SPDX-License-Identifier: MIT
#include "support/runs.h"

namespace srl {
namespace {

constexpr std::uint64_t kSeeds = 1'200;

SweepSummary sweep(std::string_view preset) {
  WorldPools pools;
  SweepSummary summary;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Result<History> history = make_history(seed, preset, "");
    REQUIRE(history.ok());
    REQUIRE(run_history(*history, pools, summary).ok());
  }
  return summary;
}

}  // namespace

TEST_CASE("sim/sweep: under naive every promise breaks, every fault strikes, every probe is reached") {
  const SweepSummary naive = sweep(kNaivePreset);
  for (const Promise* promise : promises_in_order()) {
    CHECK_MESSAGE(naive.violations.count(promise->name) == 1, promise->name,
                  " never broke: its checker may be blind");
  }
  for (const Fault* fault : faults_in_order()) {
    CHECK_MESSAGE(naive.faults_fired.at(fault->name) > 0, fault->name, " never struck");
  }
  // Some rare states exist only where a policy leads to them.
  const SweepSummary reliable = sweep(kReliablePreset);
  for (const std::string_view probe : kProbeNames) {
    const std::int64_t reached =
        naive.probes_reached.at(probe) + reliable.probes_reached.at(probe);
    CHECK_MESSAGE(reached > 0, probe, " was never reached");
  }
}

}  // namespace srl
