// SPDX-License-Identifier: MIT
#include "base/time.h"

#include <doctest/doctest.h>

namespace srl {

TEST_CASE("time: a duration is told in the unit that fits it") {
  CHECK(format_duration(0) == "0 ms");
  CHECK(format_duration(850) == "850 ms");
  CHECK(format_duration(999) == "999 ms");
  CHECK(format_duration(1'000) == "1.0 s");
  CHECK(format_duration(12'567) == "12.5 s");
  CHECK(format_duration(59'999) == "59.9 s");
  CHECK(format_duration(kMinuteMs) == "1 min 00 s");
  CHECK(format_duration(3 * kMinuteMs + 5 * kSecondMs) == "3 min 05 s");
  CHECK(format_duration(2 * kHourMs + 14 * kMinuteMs) == "2 h 14 min");
  CHECK(format_duration(-1'500) == "-1.5 s");
}

TEST_CASE("time: a clock shows hours only when there are some") {
  CHECK(format_clock(0) == "00:00.000");
  CHECK(format_clock(12'345) == "00:12.345");
  CHECK(format_clock(kHourMs - 1) == "59:59.999");
  CHECK(format_clock(kHourMs + 2 * kMinuteMs + 3 * kSecondMs + 4) == "1:02:03.004");
  CHECK(format_clock(-5) == "00:00.000");
}

}  // namespace srl
