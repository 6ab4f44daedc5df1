// SPDX-License-Identifier: MIT
// Civil time: what calendars and clocks on walls say. Between two of their readings lie 24 hours
// only while nobody sets the clocks: "tomorrow, at this time" is counted in days, and each moment
// has its own offset from UTC.
#pragma once

#include <vector>

#include "base/time.h"

namespace srl {

// By how much the clocks of a place are ahead of UTC at an instant.
class TimeZone {
 public:
  virtual ~TimeZone() = default;
  virtual DurationMs offset_ms(TimeMs instant_ms) const = 0;
};

// A zone whose changes are known. Plain data.
class ZoneTable final : public TimeZone {
 public:
  struct Change {
    TimeMs at_ms = 0;  // the first instant with the new offset
    DurationMs offset_ms = 0;
  };

  explicit ZoneTable(DurationMs first_offset_ms = 0) : first_offset_ms_(first_offset_ms) {}

  // Instants do not decrease from change to change.
  void add(const Change& change) { changes_.push_back(change); }
  const std::vector<Change>& changes() const { return changes_; }

  DurationMs offset_ms(TimeMs instant_ms) const override;

 private:
  DurationMs first_offset_ms_;
  std::vector<Change> changes_;
};

// A reading of the calendar and of the clock.
struct CivilTime {
  std::int64_t day = 0;  // since 1970-01-01
  DurationMs time_of_day_ms = 0;

  friend bool operator==(const CivilTime& a, const CivilTime& b) {
    return a.day == b.day && a.time_of_day_ms == b.time_of_day_ms;
  }
};

CivilTime civil_time(TimeMs instant_ms, const TimeZone& zone);

// When the clocks read `time`. A reading that comes twice, where the clocks were set back, is the
// first of the two. One that never comes, where they were set forward, is taken with the offset
// from before: 2:30 is 3:30 then (RFC 5545 §3.3.5). A zone must not change twice within two days
// around it.
TimeMs instant_of(const CivilTime& time, const TimeZone& zone);

// The same reading of the clock on the next day.
CivilTime same_time_tomorrow(TimeMs now_ms, const TimeZone& zone);
TimeMs same_time_tomorrow_ms(TimeMs now_ms, const TimeZone& zone);

}  // namespace srl
