// SPDX-License-Identifier: MIT
#include "service/load_meter.h"

#include <doctest/doctest.h>

namespace srl {

TEST_CASE("load: what has arrived within the last second counts, what is older does not") {
  LoadMeter meter;
  CHECK(meter.last_second(500) == 0);
  for (const TimeMs at_ms : {1'000, 1'050, 1'900}) meter.count(at_ms);
  CHECK(meter.last_second(1'900) == 3);
  CHECK(meter.last_second(1'999) == 3);
  CHECK(meter.last_second(2'000) == 1);
  CHECK(meter.last_second(2'900) == 0);
  meter.count(60'000);
  CHECK(meter.last_second(60'000) == 1);
}

TEST_CASE("load: requests in lockstep and requests in a row differ in the peak of a tenth") {
  LoadMeter together;
  LoadMeter in_a_row;
  for (int i = 0; i < 100; ++i) {
    together.count(5'000);
    in_a_row.count(5'000 + 10 * i);
  }
  CHECK(together.peak_second() == 100);
  CHECK(in_a_row.peak_second() == 100);
  CHECK(together.peak_tenth() == 100);
  CHECK(in_a_row.peak_tenth() == 10);
}

TEST_CASE("load: a peak stays when the load has gone") {
  LoadMeter meter;
  for (int i = 0; i < 7; ++i) meter.count(100);
  meter.count(kHourMs);
  CHECK(meter.peak_second() == 7);
  CHECK(meter.peak_tenth() == 7);
  CHECK(meter.in_this_tenth() == 1);
}

}  // namespace srl
