// SPDX-License-Identifier: MIT
// Moments in words. A virtual clock begins at 0, a real one in 1970: each is told as what it is.
#pragma once

#include <string>

#include "base/civil_time.h"

namespace srl::web {

// The zone of what has no person: the server and the simulation.
const TimeZone& utc();

// "06:00.000"; "2026-11-25 17:06" by the zone's offset at that moment. "" for 0.
std::string moment_text(TimeMs time_ms, const TimeZone& zone = utc());

// As short as a row needs it: "06:00"; "17:06" today, else with its date.
std::string short_moment_text(TimeMs time_ms, TimeMs now_ms, const TimeZone& zone);

}  // namespace srl::web
