// SPDX-License-Identifier: MIT
#include "support/runs.h"

namespace srl {

TEST_CASE("sim/sweep: 3,000 seeds of faults break no promise under reliable") {
  WorldPools pools;
  SweepSummary sweep;
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    const Result<History> history = make_history(seed, kReliablePreset, "");
    REQUIRE(history.ok());
    const Result<RunSummary> run = run_history(*history, pools, sweep);
    REQUIRE(run.ok());
    const bool kept = run->broken.empty() && run->end == WorldEnd::at_rest;
    CHECK_MESSAGE(kept, name_of(run->end), " ", test::replay_line(kReliablePreset, seed));
  }
  CHECK(sweep.runs == 3'000);
}

}  // namespace srl
