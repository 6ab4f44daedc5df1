// SPDX-License-Identifier: MIT
// A creation's first answer was lost, another device deleted the task, and a snapshot came: it had
// neither the task nor its tombstone. The repeat was then acknowledged at a version that the cursor
// had passed. No change was to come that would end the waiting: the device showed the task, and
// never came to rest. Found by the sweep (seed 96865).
#include "support/bench_device.h"

namespace srl {

TEST_CASE(
    "regression: the next pull removes a task that was deleted before its creation was repeated") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer(problem_response({ErrorCode::cursor_reset, "test"}));
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  bench.create("Buy milk");
  bench.settle_disk();
  bench.answer_snapshot({}, 5);
  bench.settle_disk();
  REQUIRE(bench.sent.back().is_push());
  bench.acknowledge(1);
  // It may be there, changed after the snapshot.
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  REQUIRE(bench.sent.back().is<ChangesRequest>());
  bench.answer_page({}, {}, 5);
  CHECK(bench.titles().empty());
  CHECK(bench.device->view().claim == SyncClaim::synced);
  CHECK(bench.device->store().memory().outbox.empty());
}

}  // namespace srl
