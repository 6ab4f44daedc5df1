// SPDX-License-Identifier: MIT
// A range of seeds on all processors. A run belongs to one thread and shares nothing, and sums do
// not depend on who was faster: the result is the same on any machine.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sim/sweep.h"

namespace srl {

struct SeedRange {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};

struct SeedSweep {
  SweepSummary summary;
  std::int64_t elapsed_ms = 0;
  std::uint64_t events_per_second() const {
    return summary.events * 1'000 / static_cast<std::uint64_t>(elapsed_ms > 0 ? elapsed_ms : 1);
  }
};

// The error is that of the smallest seed that could not be run; it names the seed.
Result<SeedSweep> sweep_seeds(SeedRange seeds, const std::string& preset,
                              const std::string& workload);

}  // namespace srl
