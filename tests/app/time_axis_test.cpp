// SPDX-License-Identifier: MIT
#include "app/time_axis.h"

#include <doctest/doctest.h>

namespace srl::web {

TEST_CASE("time_axis: without folding a moment stands at its time") {
  const TimeAxis axis;
  CHECK(axis.place(12'345) == 12'345);
  CHECK(axis.time_at(12'345) == 12'345);
  CHECK_FALSE(axis.folds());
}

TEST_CASE("time_axis: busy stretches keep their length") {
  const TimeAxis axis({{1'000, 1'200}, {9'000, 9'150}});
  CHECK(axis.place(1'200) - axis.place(1'000) == doctest::Approx(200));
  CHECK(axis.place(9'150) - axis.place(9'000) == doctest::Approx(150));
}

TEST_CASE("time_axis: idle time is folded, longer is still longer") {
  const TimeAxis axis({{1'000, 1'200}, {11'200, 11'300}, {71'300, 71'400}});
  const double ten_seconds = axis.place(11'200) - axis.place(1'200);
  const double a_minute = axis.place(71'300) - axis.place(11'300);
  CHECK(ten_seconds < 500);
  CHECK(a_minute < 600);
  CHECK(a_minute > ten_seconds);
}

TEST_CASE("time_axis: time never runs backwards on it, and every place leads back") {
  const TimeAxis axis({{1'000, 1'200}, {1'100, 1'500}, {9'000, 9'150}, {9'200, 9'230}});
  double before = -1;
  for (TimeMs at_ms = 0; at_ms < 20'000; at_ms += 7) {
    const double place = axis.place(at_ms);
    CHECK(place > before);
    CHECK(std::abs(axis.time_at(place) - at_ms) <= 1);
    before = place;
  }
}

TEST_CASE("time_axis: what comes later moves nothing") {
  const TimeAxis early({{1'000, 1'200}});
  const TimeAxis late({{1'000, 1'200}, {18'000, 18'200}});
  for (const TimeMs at_ms : {500, 1'100, 1'300, 5'000, 17'999}) {
    CHECK(early.place(at_ms) == doctest::Approx(late.place(at_ms)));
  }
}

TEST_CASE("time_axis: stretches that touch are one") {
  const TimeAxis axis({{1'000, 1'200}, {1'150, 1'180}, {1'250, 1'400}});
  REQUIRE(axis.busy().size() == 2);  // the first is the beginning of time
  CHECK(axis.busy()[1].from_ms == 1'000);
  CHECK(axis.busy()[1].to_ms == 1'400);
}

}  // namespace srl::web
