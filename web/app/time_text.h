// SPDX-License-Identifier: MIT
// Moments in words. A virtual clock begins at 0, a real one in 1970: each is told as what it is.
#pragma once

#include <string>

#include "base/time.h"

namespace srl::web {

// "06:00.000"; "2026-11-25 17:06" in UTC. "" for 0.
std::string moment_text(TimeMs time_ms);

// As short as a row needs it: "06:00"; "17:06" today, else with its date. `utc_offset_ms`: how far the
// person's clock is ahead of UTC.
std::string short_moment_text(TimeMs time_ms, TimeMs now_ms, DurationMs utc_offset_ms);

}  // namespace srl::web
