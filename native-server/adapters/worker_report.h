// SPDX-License-Identifier: MIT
// What one run of the worker has done, in numbers.
#pragma once

#include <string>

#include "service/outcome.h"

namespace srl {

struct RunReport {
  std::int64_t done = 0;
  std::int64_t failed = 0;     // to be tried again
  std::int64_t discarded = 0;  // dead letters
  std::int64_t cancelled = 0;  // their task is done, gone, or due at another time
  std::int64_t expired = 0;    // too late to be worth anything
  std::int64_t fenced = 0;     // another run has claimed them meanwhile
  std::int64_t accepted = 0;   // notices that the notification provider has
  bool is_cut_short = false;   // the program was told to stop, or the lab has ended the run

  void add(const Outcome& outcome);
};

std::string describe(const RunReport& report);

}  // namespace srl
