// SPDX-License-Identifier: MIT
// `srl simulate`: makes a history for each seed of a range, runs them all, and says which promises
// broke in how many of them.
#pragma once

#include <string>

#include "commands/console.h"
#include "commands/seed_sweep.h"

namespace srl {

struct SimulateOptions {
  std::string preset = "reliable";
  std::string workload;  // empty: each seed chooses one
  SeedRange seeds{1, 1'000};
  bool as_json = false;
  bool dump_history = false;  // print the first seed's history, and run nothing
};

ExitCode simulate(const SimulateOptions& options);

}  // namespace srl
