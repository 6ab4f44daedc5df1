// SPDX-License-Identifier: MIT
// A request without a limit (0) was answered with one row, as if it had asked for the least.
#include <doctest/doctest.h>

#include "support/bench_service.h"

namespace srl::test {

TEST_CASE("regressions: a request without a limit gets all rows that a page may hold") {
  BenchService service(policies_of_preset(kReliablePreset));
  service.push({operation(OpKind::create_task, 1, 1, "One"),
                operation(OpKind::create_task, 2, 2, "Two"),
                operation(OpKind::create_task, 3, 3, "Three")});
  const Outcome outcome = service.run(ListRequest{});
  CHECK(std::get<ListResponse>(outcome.response.body).rows.size() == 3);
}

}  // namespace srl::test
