// SPDX-License-Identifier: MIT
// What stands on the scrubber: where a person did something, where faults began and ended, where
// the scenario says something, where promises broke. The run's own future is among it.
#pragma once

#include <string>
#include <vector>

#include "app/message_trace.h"
#include "sim/history.h"

namespace srl::web {

enum class MarkKind : std::uint8_t { caption, gesture, fault, fault_end, broken };

struct RunMark {
  TimeMs at_ms = 0;
  MarkKind kind = MarkKind::gesture;
  std::string text;
};

// In the order in which they are to be drawn: what broke last, on top.
std::vector<RunMark> run_marks(const History& history, const std::vector<TracedBreak>& breaks);

}  // namespace srl::web
