// SPDX-License-Identifier: MIT
#include "sim/promises/promise.h"

#include <doctest/doctest.h>

#include <map>

namespace srl {

// They are sorted by it: where two are equal, each library has an order of its own, and with it the
// run another digest.
TEST_CASE("sim/promises: no two have the same place") {
  std::map<int, std::string_view> by_order;
  for (const Promise* promise : promises_in_order()) {
    const auto placed = by_order.emplace(promise->order, promise->name);
    CHECK_MESSAGE(placed.second, promise->name, " stands at the place of ", placed.first->second);
  }
}

}  // namespace srl
