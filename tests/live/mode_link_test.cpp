// SPDX-License-Identifier: MIT
#include "live/mode_link.h"

#include <doctest/doctest.h>

namespace srl::web {

TEST_CASE("live/link: #mode=live asks for live mode, also beside other parts") {
  CHECK(asks_for_live("#mode=live"));
  CHECK(asks_for_live("scenario=offline-replay&mode=live"));
  CHECK_FALSE(asks_for_live("#mode=lively"));
  CHECK_FALSE(asks_for_live("#scenario=mode=live"));
  CHECK_FALSE(asks_for_live(""));
}

TEST_CASE("live/link: the sandbox gets the rest of the address") {
  CHECK(without_mode("#mode=live") == "");
  CHECK(without_mode("#scenario=a&mode=live&t=5") == "scenario=a&t=5");
  CHECK(without_mode("mode=sandbox&h=abc") == "h=abc");
}

}  // namespace srl::web
