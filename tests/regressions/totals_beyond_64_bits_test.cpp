// SPDX-License-Identifier: MIT
// The series of a metric were added up, whatever a server says they are: two large ones made a
// total that no integer holds.
#include <doctest/doctest.h>

#include <cstdint>

#include "live/server_signals.h"

namespace srl::web {

TEST_CASE("regression: a total that is too large for an integer is the largest there is") {
  const ServerSignals large = ServerSignals::parse(
      "srl_a 9223372036854775807\nsrl_a{b=\"c\"} 9223372036854775807\nsrl_b 1\n");
  CHECK(large.total("srl_a") == INT64_MAX);
  CHECK(large.total("srl_b") == 1);
  const ServerSignals small = ServerSignals::parse("srl_a -9223372036854775808\nsrl_a -1\n");
  CHECK(small.total("srl_a") == INT64_MIN);
}

}  // namespace srl::web
