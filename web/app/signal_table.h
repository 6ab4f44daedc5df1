// SPDX-License-Identifier: MIT
// The metrics as the article's table sorts them: failure mode, what the user experiences, what the
// system exposes. Each signal with its value, its parts by label, and its course.
#pragma once

#include <string>
#include <vector>

#include "observe/metric_history.h"

namespace srl::web {

struct SignalPart {
  std::string label;  // "timeout", "create task · applied"
  std::string value;
};

struct SignalRow {
  const MetricInfo* info = nullptr;
  std::string value;  // "1 204"
  bool is_zero = true;
  std::vector<SignalPart> parts;  // those that are not zero
  std::vector<float> samples;     // oldest first, the present value last
  std::string hint;
};

struct SignalGroup {
  const MetricRowInfo* info = nullptr;
  std::vector<SignalRow> rows;
  int active = 0;  // rows that are not zero
};

// Groups without a signal are left out.
std::vector<SignalGroup> signal_table(const Metrics& metrics, const MetricHistory& history);

// With a no-break space between groups of three digits: as wide as a digit in the mono font.
std::string grouped_digits(std::int64_t value);

}  // namespace srl::web
