// SPDX-License-Identifier: MIT
#include "base/civil_time.h"

namespace srl {

DurationMs ZoneTable::offset_ms(TimeMs instant_ms) const {
  DurationMs offset_ms = first_offset_ms_;
  for (const Change& change : changes_) {
    if (change.at_ms <= instant_ms) offset_ms = change.offset_ms;
  }
  return offset_ms;
}

CivilTime civil_time(TimeMs instant_ms, const TimeZone& zone) {
  const TimeMs local_ms = instant_ms + zone.offset_ms(instant_ms);
  std::int64_t day = local_ms / kDayMs;
  if (local_ms % kDayMs < 0) --day;  // division rounds towards 1970
  return {day, local_ms - day * kDayMs};
}

TimeMs instant_of(const CivilTime& time, const TimeZone& zone) {
  const TimeMs local_ms = time.day * kDayMs + time.time_of_day_ms;
  const TimeMs by_offset_before = local_ms - zone.offset_ms(local_ms - kDayMs);
  if (civil_time(by_offset_before, zone) == time) return by_offset_before;
  const TimeMs by_offset_after = local_ms - zone.offset_ms(local_ms + kDayMs);
  return civil_time(by_offset_after, zone) == time ? by_offset_after : by_offset_before;
}

CivilTime same_time_tomorrow(TimeMs now_ms, const TimeZone& zone) {
  const CivilTime now = civil_time(now_ms, zone);
  return {now.day + 1, now.time_of_day_ms};
}

TimeMs same_time_tomorrow_ms(TimeMs now_ms, const TimeZone& zone) {
  return instant_of(same_time_tomorrow(now_ms, zone), zone);
}

}  // namespace srl
