// SPDX-License-Identifier: MIT
// What a crash report says of the run: all that a person needs to see the same crash.
#pragma once

#include <cstddef>
#include <string>

#include "app/sandbox.h"

namespace srl::web {

// As many events as are told: the last ones.
inline constexpr std::size_t kReportEventsMax = 200;

// Scenario, preset, seed, moment, link, and the last events, a line each.
std::string run_report(const Sandbox& sandbox);

}  // namespace srl::web
