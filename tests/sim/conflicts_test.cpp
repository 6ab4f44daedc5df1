// SPDX-License-Identifier: MIT
// The policies of the decision `conflict` in the simulated world, everything else as recommended.
#include <map>
#include <set>

#include "support/runs.h"

namespace srl {
namespace {

constexpr std::uint64_t kConflictSeeds = 200;

std::set<std::string_view> broken_under(std::string_view policy) {
  WorldPools pools;
  SweepSummary sweep;
  for (std::uint64_t seed = 1; seed <= kConflictSeeds; ++seed) {
    Result<History> history = make_history(seed, kReliablePreset, "");
    REQUIRE(history.ok());
    history->safeguards[Decision::conflict] = policy;
    REQUIRE(run_history(*history, pools, sweep).ok());
  }
  std::set<std::string_view> names;
  for (const auto& [promise, violation] : sweep.violations) names.insert(promise);
  return names;
}

}  // namespace

// All of them converge: what they differ in is whom they deceive on the way.
TEST_CASE("sim/sweep: each policy of conflict breaks what it is known for, and nothing else") {
  const std::map<std::string_view, std::set<std::string_view>> kBreaks = {
      // It writes whole rows: sent again after the service went back, a later one of the device's
      // own
      // undoes an earlier one.
      {"last_arrival",
       {"counters_match", "deleted_stays_deleted", "no_silent_overwrite", "own_writes_visible"}},
      {"last_client_clock",
       {"counters_match", "deleted_stays_deleted", "no_silent_overwrite", "own_writes_visible"}},
      {"last_hlc", {"no_silent_overwrite", "own_writes_visible"}},
      {"reject_stale", {}},  // its price is work done twice
      {"field_merge", {}}};
  REQUIRE(kBreaks.size() == all_conflict_policies().size());
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    CAPTURE(policy->info().name);
    const std::set<std::string_view> broken = broken_under(policy->info().name);
    std::string names;
    for (const std::string_view promise : broken) names.append(promise).append(" ");
    CHECK_MESSAGE(broken == kBreaks.at(policy->info().name), names);
  }
}

}  // namespace srl
