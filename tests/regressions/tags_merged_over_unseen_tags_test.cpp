// SPDX-License-Identifier: MIT
// The phone had added a tag, then the laptop, which had not seen it, added another. The merged set
// was called the laptop's own write, so that its deletion of the task, still without having seen
// the phone's tag, met "nothing of others" and took it away without a question. Found by the sweep.
#include "support/conflict_bench.h"

namespace srl {

using test::tags;

TEST_CASE("regression: a device's merged tags do not hide others' tags from its own deletion") {
  test::ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, tags({"phone"}));
  REQUIRE(bench.edit_as("laptop", seen, tags({"laptop"})).status == OpStatus::merged);
  CHECK(bench.push_as("laptop", bench.deletion(seen)).status == OpStatus::conflict);
  CHECK(!bench.row().deleted);
}

TEST_CASE("regression: who has seen the merged tags deletes without a question") {
  test::ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, tags({"phone"}));
  bench.edit_as("laptop", seen, tags({"laptop"}));
  CHECK(bench.push_as("laptop", bench.deletion(bench.row())).status == OpStatus::applied);
  CHECK(bench.row().deleted);
}

}  // namespace srl
