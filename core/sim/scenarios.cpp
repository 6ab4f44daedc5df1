// SPDX-License-Identifier: MIT
#include "sim/scenarios.h"

namespace srl {

Result<History> open_scenario(std::string_view name) {
  std::string names;
  for (const ScenarioText& scenario : scenario_texts()) {
    if (scenario.name == name) return parse_history(scenario.json);
    names.append(names.empty() ? "" : ", ").append(scenario.name);
  }
  return make_error(ErrorCode::unknown_name,
                    "there is no scenario \"" + std::string(name) + "\"; there are: " + names);
}

}  // namespace srl
