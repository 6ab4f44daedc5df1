// SPDX-License-Identifier: MIT
// A device whose clock was set back numbers its operations below those that are done. The queue was
// looked through from the first that was not done on, and the new ones waited for ever.
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regression: an operation with a smaller number than all that are done is sent") {
  test::BenchDevice bench(kReliablePreset);
  bench.wall_ahead_ms = kDayMs;
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId first = bench.create("Under a clock that is a day ahead");
  bench.settle_disk();
  bench.acknowledge(1);
  bench.answer_page({test::server_row(first, "Under a clock that is a day ahead", 1)}, {}, 1);
  bench.wall_ahead_ms = 0;
  bench.kill_and_start();
  bench.answer_changes({}, 1);
  bench.create("Under the right clock");
  bench.settle_disk();
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().operations().size() == 1);
}

// Found by the sweep (seed 49969): what is remembered for a service that goes back in time had its
// number given out once more after a restart, and the new operation was refused by the database.
TEST_CASE("regression: no number is given out twice, also not one that is only remembered") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId first = bench.create("First");
  bench.settle_disk();
  bench.acknowledge(1);
  bench.answer_page({test::server_row(first, "First", 1)}, {}, 1);
  bench.kill_and_start();
  bench.create("Second, within the same millisecond");
  CHECK(bench.titles().size() == 2);
}

}  // namespace srl
