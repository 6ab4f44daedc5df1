// SPDX-License-Identifier: MIT
#include "base/civil_time.h"

#include <doctest/doctest.h>

namespace srl {
namespace {

constexpr TimeMs kBerlinForward = 1'806'195'600'000;   // 2027-03-28T01:00:00Z: 2:00 is 3:00
constexpr TimeMs kBerlinBack = 1'824'944'400'000;      // 2027-10-31T01:00:00Z: 3:00 is 2:00
constexpr TimeMs kMarch28 = kBerlinForward - kHourMs;  // at midnight UTC
constexpr TimeMs kOctober31 = kBerlinBack - kHourMs;

ZoneTable berlin() {
  ZoneTable zone(kHourMs);
  zone.add({kBerlinForward, 2 * kHourMs});
  zone.add({kBerlinBack, kHourMs});
  return zone;
}

CivilTime on_day_of(TimeMs midnight_ms, DurationMs time_of_day_ms) {
  return {midnight_ms / kDayMs, time_of_day_ms};
}

}  // namespace

TEST_CASE("civil time: the clock shows another offset from the moment that it changes") {
  const ZoneTable zone = berlin();
  CHECK(civil_time(kBerlinForward - 1, zone) == on_day_of(kMarch28, 2 * kHourMs - 1));
  CHECK(civil_time(kBerlinForward, zone) == on_day_of(kMarch28, 3 * kHourMs));
  CHECK(civil_time(kBerlinBack - 1, zone) == on_day_of(kOctober31, 3 * kHourMs - 1));
  CHECK(civil_time(kBerlinBack, zone) == on_day_of(kOctober31, 2 * kHourMs));
}

TEST_CASE("civil time: days are counted down before 1970 and west of Greenwich") {
  const ZoneTable new_york(-5 * kHourMs);
  CHECK(civil_time(0, new_york) == CivilTime{-1, 19 * kHourMs});
  CHECK(civil_time(-kDayMs, ZoneTable()) == CivilTime{-1, 0});
  CHECK(instant_of({-1, 19 * kHourMs}, new_york) == 0);
}

TEST_CASE("civil time: the same time tomorrow is 23 hours away before the clocks go forward") {
  const TimeMs eight_pm = kMarch28 - 5 * kHourMs;  // 27 March, 20:00 in Berlin
  CHECK(civil_time(eight_pm, berlin()).time_of_day_ms == 20 * kHourMs);
  CHECK(same_time_tomorrow_ms(eight_pm, berlin()) == eight_pm + 23 * kHourMs);
}

TEST_CASE("civil time: the same time tomorrow is 25 hours away before the clocks go back") {
  const TimeMs eight_pm = kOctober31 - 6 * kHourMs;  // 30 October, 20:00 in Berlin
  CHECK(civil_time(eight_pm, berlin()).time_of_day_ms == 20 * kHourMs);
  CHECK(same_time_tomorrow_ms(eight_pm, berlin()) == eight_pm + 25 * kHourMs);
}

TEST_CASE("civil time: the same time tomorrow is 24 hours away on all other days") {
  const ZoneTable zone = berlin();
  CHECK(same_time_tomorrow_ms(0, zone) == kDayMs);
  CHECK(same_time_tomorrow_ms(kBerlinForward, zone) == kBerlinForward + kDayMs);
  CHECK(same_time_tomorrow_ms(kBerlinBack, zone) == kBerlinBack + kDayMs);
}

TEST_CASE("civil time: a reading that the clocks leap over is taken with the offset from before") {
  const TimeMs half_past_two =
      instant_of(on_day_of(kMarch28, 2 * kHourMs + 30 * kMinuteMs), berlin());
  CHECK(half_past_two == kBerlinForward + 30 * kMinuteMs);
  CHECK(civil_time(half_past_two, berlin()).time_of_day_ms == 3 * kHourMs + 30 * kMinuteMs);
}

TEST_CASE("civil time: of a reading that comes twice the first is meant") {
  const CivilTime half_past_two = on_day_of(kOctober31, 2 * kHourMs + 30 * kMinuteMs);
  CHECK(instant_of(half_past_two, berlin()) == kBerlinBack - 30 * kMinuteMs);
  CHECK(civil_time(kBerlinBack + 30 * kMinuteMs, berlin()) == half_past_two);  // the second
}

TEST_CASE(
    "civil time: what the clock reads at an instant is when it reads that, but for the hour that "
    "comes twice") {
  const ZoneTable zone = berlin();
  for (TimeMs instant = kMarch28 - 2 * kDayMs; instant < kMarch28 + 2 * kDayMs;
       instant += 7 * kMinuteMs) {
    CHECK(instant_of(civil_time(instant, zone), zone) == instant);
  }
  for (TimeMs instant = kOctober31 - 2 * kDayMs; instant < kOctober31 + 2 * kDayMs;
       instant += 7 * kMinuteMs) {
    const bool again = instant >= kBerlinBack && instant < kBerlinBack + kHourMs;
    CHECK(instant_of(civil_time(instant, zone), zone) == (again ? instant - kHourMs : instant));
  }
}

TEST_CASE(
    "civil time: a zone half an hour ahead, and one at the far end of the day, are no exception") {
  ZoneTable lord_howe(10 * kHourMs + 30 * kMinuteMs);  // its clocks move by half an hour
  lord_howe.add({kMarch28, 11 * kHourMs});
  CHECK(same_time_tomorrow_ms(kMarch28 - kHourMs, lord_howe) ==
        kMarch28 - kHourMs + kDayMs - 30 * kMinuteMs);
  const ZoneTable kiribati(14 * kHourMs);
  CHECK(instant_of(civil_time(kMarch28, kiribati), kiribati) == kMarch28);
}

}  // namespace srl
