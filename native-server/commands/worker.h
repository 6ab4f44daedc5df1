// SPDX-License-Identifier: MIT
// `srl worker --once`: one run of the worker on a database that srl serve may be using, for cron.
#pragma once

#include <cstdint>
#include <string>

#include "commands/console.h"

namespace srl {

struct WorkerOptions {
  std::string database = "lab.db";
  bool once = false;  // it must be said: later there may be another way
  bool lab = false;
  std::int64_t clock_ahead_s = 0;  // with --lab: its clock is wrong by this
};

ExitCode run_worker_once(const WorkerOptions& options);

}  // namespace srl
