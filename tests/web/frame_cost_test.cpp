// SPDX-License-Identifier: MIT
#include "platform/frame_cost.h"

#include <doctest/doctest.h>

using srl::web::platform::FrameCost;
using srl::web::platform::kFrameCostsKept;

TEST_CASE("web/frame_cost: before the first frame nothing was spent") {
  CHECK(FrameCost().median_ms() == 0);
}

TEST_CASE("web/frame_cost: one slow frame among quick ones is no matter") {
  FrameCost cost;
  for (const double ms : {2.0, 90.0, 1.0}) cost.add(ms);
  CHECK(cost.median_ms() == 2.0);
}

TEST_CASE("web/frame_cost: frames of long ago are forgotten") {
  FrameCost cost;
  for (int i = 0; i < 100; ++i) cost.add(50.0);
  for (std::size_t i = 0; i < kFrameCostsKept; ++i) cost.add(3.0);
  CHECK(cost.median_ms() == 3.0);
}
