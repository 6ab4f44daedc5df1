// SPDX-License-Identifier: MIT
// Time is integer milliseconds everywhere: no floating point can make two runs differ.
#pragma once

#include <cstdint>
#include <string>

namespace srl {

using TimeMs = std::int64_t;  // since the Unix epoch, or since the start of a virtual clock
using DurationMs = std::int64_t;

inline constexpr DurationMs kSecondMs = 1'000;
inline constexpr DurationMs kMinuteMs = 60 * kSecondMs;
inline constexpr DurationMs kHourMs = 60 * kMinuteMs;
inline constexpr DurationMs kDayMs = 24 * kHourMs;

inline constexpr TimeMs kLatestTimeMs = 253'402'300'799'999;  // the end of the year 9999

// "850 ms", "12.5 s", "3 min 05 s", "2 h 14 min".
std::string format_duration(DurationMs duration_ms);

// A position on a virtual clock: "00:12.345", "1:02:03.004".
std::string format_clock(TimeMs time_ms);

}  // namespace srl
