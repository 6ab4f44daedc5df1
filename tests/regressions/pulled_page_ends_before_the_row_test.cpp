// SPDX-License-Identifier: MIT
// A create was acknowledged at version 1 and an edit of the same row at version 3. A pull whose
// page ends at sequence 2 does not hold the row any more (it has moved on to version 3), so the
// create must not be forgotten yet: the row vanished from its own device.
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regression: a page that ends before a row's newest version does not take the row away") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Mine");
  bench.settle_disk();
  bench.acknowledge(1);
  bench.rename(task, "Edited");
  bench.settle_disk();
  const TaskId other = make_uuid_v7(9, 9, 9);
  bench.answer_changes({test::server_row(other, "Other", 2)}, 2, true);
  CHECK(bench.titles().size() == 2);
  CHECK(bench.device->view().rows.at(task).fields.title == "Edited");
}

}  // namespace srl
