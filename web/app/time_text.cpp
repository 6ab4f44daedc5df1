// SPDX-License-Identifier: MIT
#include "app/time_text.h"

#include <cstdint>
#include <cstdio>

namespace srl::web {
namespace {

constexpr TimeMs kVirtualBelowMs = 366 * kDayMs;
constexpr std::size_t kMilliseconds = 4;  // ".000"
constexpr std::size_t kDate = 11;         // "2026-11-25 "

// "2026-11-25 17:06" (Howard Hinnant, "chrono-compatible low-level date algorithms").
std::string date_text(const CivilTime& time) {
  const auto days = static_cast<std::uint32_t>(time.day) + 719'468;
  const std::uint32_t era = days / 146'097;
  const std::uint32_t day_of_era = days % 146'097;
  const std::uint32_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::uint32_t day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t month = (5 * day + 2) / 153;  // 0 is March
  const std::uint32_t year = year_of_era + era * 400 + (month >= 10 ? 1 : 0);
  const auto minute = static_cast<std::uint32_t>(time.time_of_day_ms / kMinuteMs);
  char text[48];
  std::snprintf(text, sizeof text, "%u-%02u-%02u %02u:%02u", year,
                month < 10 ? month + 3 : month - 9, day - (153 * month + 2) / 5 + 1, minute / 60,
                minute % 60);
  return text;
}

}  // namespace

const TimeZone& utc() {
  static const ZoneTable zone;
  return zone;
}

std::string moment_text(TimeMs time_ms, const TimeZone& zone) {
  if (time_ms == 0) return {};
  return time_ms < kVirtualBelowMs ? format_clock(time_ms) : date_text(civil_time(time_ms, zone));
}

std::string short_moment_text(TimeMs time_ms, TimeMs now_ms, const TimeZone& zone) {
  if (time_ms < kVirtualBelowMs) {
    const std::string clock = format_clock(time_ms);
    return clock.substr(0, clock.size() - kMilliseconds);
  }
  const CivilTime time = civil_time(time_ms, zone);
  const std::string date = date_text(time);
  return time.day == civil_time(now_ms, zone).day ? date.substr(kDate) : date;
}

}  // namespace srl::web
