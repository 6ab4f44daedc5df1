// SPDX-License-Identifier: MIT
// A signal in a list: name, course over time, value. Values are set in the mono font, so that
// digits stand under digits.
#pragma once

#include <span>
#include <string_view>

#include "ui/theme.h"

namespace srl::web::ui {

struct StatRow {
  const char* name = "";
  std::string_view value;
  std::span<const float> samples;  // empty: no line
  Tone tone = Tone::neutral;       // how the value is to be read
  bool quiet = false;              // nothing has happened: it stays in the background
  std::string_view hint;           // what the signal means
};

void stat_row(const StatRow& row);

// A part of the signal above: smaller, set in.
void stat_part(const char* name, std::string_view value);

}  // namespace srl::web::ui
