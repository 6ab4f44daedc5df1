// SPDX-License-Identifier: MIT
// Many seeds, one after the other. Each seed draws a random subset of the faults and shrunken
// limits (swarm testing: Groce et al. 2012), so that rare states come up often; all of it is
// recorded in the seed's history, which replays alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world.h"

namespace srl {

struct RunSummary {
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;  // dispatched entries
  WorldEnd end = WorldEnd::running;
  TimeMs end_ms = 0;
  std::vector<std::string_view> broken;  // promises
};

struct SweepSummary {
  struct Runs {
    std::int64_t count = 0;
    std::uint64_t first_seed = 0;
    void add(std::int64_t more, std::uint64_t first);
  };
  std::int64_t runs = 0;
  std::uint64_t events = 0;
  std::map<std::string_view, Runs> violations;  // in which a promise broke: broken ones only
  std::map<WorldEnd, Runs> ends;                // ends that were reached only
  std::map<std::string_view, std::int64_t> faults_fired;    // every fault
  std::map<std::string_view, std::int64_t> probes_reached;  // every probe
  // Every promise was kept, and every run came to rest.
  bool is_clean() const;
};

// The history of a seed. `workload` empty: the seed chooses one.
Result<History> make_history(std::uint64_t seed, std::string_view preset,
                             std::string_view workload);

// Runs a history to its end and adds what happened to `sweep`.
Result<RunSummary> run_history(const History& history, WorldPools& pools, SweepSummary& sweep);

}  // namespace srl
