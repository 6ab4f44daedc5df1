// SPDX-License-Identifier: MIT
#include "base/time.h"

#include <cstdio>

namespace srl {

std::string format_duration(DurationMs duration_ms) {
  const long long ms = duration_ms < 0 ? -duration_ms : duration_ms;
  const char* sign = duration_ms < 0 ? "-" : "";
  char text[64];
  if (ms < kSecondMs) {
    std::snprintf(text, sizeof text, "%s%lld ms", sign, ms);
  } else if (ms < kMinuteMs) {
    std::snprintf(text, sizeof text, "%s%lld.%lld s", sign, ms / kSecondMs, ms % kSecondMs / 100);
  } else if (ms < kHourMs) {
    std::snprintf(text, sizeof text, "%s%lld min %02lld s", sign, ms / kMinuteMs,
                  ms % kMinuteMs / kSecondMs);
  } else {
    std::snprintf(text, sizeof text, "%s%lld h %02lld min", sign, ms / kHourMs,
                  ms % kHourMs / kMinuteMs);
  }
  return text;
}

std::string format_clock(TimeMs time_ms) {
  const long long ms = time_ms < 0 ? 0 : time_ms;
  const long long hours = ms / kHourMs;
  const long long minutes = ms % kHourMs / kMinuteMs;
  const long long seconds = ms % kMinuteMs / kSecondMs;
  char text[64];
  if (hours > 0) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld.%03lld", hours, minutes, seconds,
                  ms % kSecondMs);
  } else {
    std::snprintf(text, sizeof text, "%02lld:%02lld.%03lld", minutes, seconds, ms % kSecondMs);
  }
  return text;
}

}  // namespace srl
