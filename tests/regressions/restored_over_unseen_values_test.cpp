// SPDX-License-Identifier: MIT
// The laptop decided to bring a deleted task back, with the values that it had seen. Meanwhile the
// tablet had brought it back with another title, and the phone had deleted it once more. The
// decision found a deleted task, as it expected, and replaced the tablet's title without a
// question. Found by the sweep (seed 3041), where a service that had gone back in time came to the
// same.
#include "support/conflict_bench.h"

namespace srl {

using test::title;

TEST_CASE(
    "regression: a task is not brought back over values that the decision's maker has not seen") {
  test::ConflictBench bench;
  const Task seen = bench.create();
  bench.push_as("phone", bench.deletion(seen));
  REQUIRE(bench.edit_as("laptop", seen, title("The laptop's")).status == OpStatus::conflict);
  REQUIRE(bench.edit_as("tablet", seen, title("The tablet's")).status == OpStatus::conflict);
  const std::vector<Conflict> open = bench.open();
  REQUIRE(open.size() == 2);
  const bool laptop_is_first = open[0].device == "laptop";
  const Conflict& of_laptop = laptop_is_first ? open[0] : open[1];
  const Conflict& of_tablet = laptop_is_first ? open[1] : open[0];
  WireOperation late = bench.decision(bench.row(), of_laptop, keep_mine(of_laptop));
  late.base_version = of_laptop.version;  // it has not seen the tablet's conflict
  REQUIRE(bench.push_as("tablet", bench.decision(bench.row(), of_tablet, keep_mine(of_tablet)))
              .status == OpStatus::applied);
  REQUIRE(bench.push_as("phone", bench.deletion(bench.row())).status == OpStatus::applied);

  CHECK(bench.push_as("laptop", late).status == OpStatus::conflict);
  CHECK(bench.row().deleted);
  CHECK(bench.row().fields.title == "The tablet's");
}

}  // namespace srl
