// SPDX-License-Identifier: MIT
// The scenarios of public/scenarios/: histories with a narrative. Their JSON is compiled in, so
// that a link that names one works wherever the program runs. A new scenario is one file there.
#pragma once

#include <string_view>
#include <vector>

#include "sim/history.h"

namespace srl {

struct ScenarioText {
  std::string_view name;
  std::string_view json;
};

// Generated at build time, in the order of their names.
std::vector<ScenarioText> scenario_texts();

// unknown_name, with a list of what there is.
Result<History> open_scenario(std::string_view name);

}  // namespace srl
