// SPDX-License-Identifier: MIT
// The metrics as the article's table sorts them: failure mode, what the user experiences, what the
// system exposes. Each signal with its value, its parts by label, and its course.
#pragma once

#include <string>
#include <vector>

#include "observe/exposure.h"
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
  bool is_hidden = false;         // the policy exposes none of it
  std::vector<SignalPart> parts;  // those that are not zero
  std::vector<float> samples;     // oldest first, the present value last
  std::string hint;
};

struct SignalGroup {
  const MetricRowInfo* info = nullptr;
  std::vector<SignalRow> rows;
  int active = 0;           // rows that are not zero
  std::string hidden_text;  // what of it is not counted, in words; empty: nothing
};

// What is exposed of the metrics; `history` holds what was exposed before. Groups without a signal
// are left out. `policy` is the title of the one that decides.
std::vector<SignalGroup> signal_table(const Metrics& metrics, const Exposure& exposure,
                                      std::string_view policy, const MetricHistory& history);

// With a no-break space between groups of three digits: as wide as a digit in the mono font.
std::string grouped_digits(std::int64_t value);

}  // namespace srl::web
