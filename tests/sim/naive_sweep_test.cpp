// SPDX-License-Identifier: MIT
#include "support/runs.h"

namespace srl {
namespace {

constexpr std::uint64_t kNaiveSeeds = 1'200;
constexpr std::uint64_t kVariantSeeds = 200;

// Some promises are broken only by a naive policy that is not the most naive one of its decision: a
// service that refuses writes, say, and a device that sends them again for ever; or one that never
// sends anything again.
struct Variant {
  Decision decision;
  std::string_view policy;
};
constexpr Variant kVariants[] = {{Decision::conflict, "reject_stale"},
                                 {Decision::sync_retry, "none"},
                                 {Decision::jobs, "cron_flag"}};

void sweep(std::string_view preset, const Variant* variant, std::uint64_t seeds,
           SweepSummary& summary) {
  WorldPools pools;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Result<History> history = make_history(seed, preset, "");
    REQUIRE(history.ok());
    if (variant != nullptr) history->safeguards[variant->decision] = variant->policy;
    REQUIRE(run_history(*history, pools, summary).ok());
  }
}

}  // namespace

TEST_CASE(
    "sim/sweep: under naive every promise breaks, every fault strikes, every probe is reached") {
  SweepSummary naive;
  sweep(kNaivePreset, nullptr, kNaiveSeeds, naive);
  for (const Variant& variant : kVariants) sweep(kNaivePreset, &variant, kVariantSeeds, naive);
  for (const Promise* promise : promises_in_order()) {
    CHECK_MESSAGE(naive.violations.count(promise->name) == 1, promise->name,
                  " never broke: its checker may be blind");
  }
  for (const Fault* fault : faults_in_order()) {
    CHECK_MESSAGE(naive.faults_fired.at(fault->name) > 0, fault->name, " never struck");
  }
  // Some rare states exist only where a policy leads to them.
  SweepSummary reliable;
  sweep(kReliablePreset, nullptr, kNaiveSeeds, reliable);
  for (const std::string_view probe : kProbeNames) {
    const std::int64_t reached = naive.probes_reached.at(probe) + reliable.probes_reached.at(probe);
    CHECK_MESSAGE(reached > 0, probe, " was never reached");
  }
}

}  // namespace srl
