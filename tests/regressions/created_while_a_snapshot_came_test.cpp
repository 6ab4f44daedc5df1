// SPDX-License-Identifier: MIT
// A task was acknowledged before a snapshot began, and changed while its pages came: the changes
// after the snapshot were to bring it. With the last page the device forgot the acknowledged
// creation, and the task was gone from the screen until those changes came. Found by the sweep
// (seed 10205).
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regression: a task that changed while a snapshot came stays on the screen") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Buy milk");
  bench.settle_disk();
  bench.acknowledge(1);
  REQUIRE(bench.sent.back().is<ChangesRequest>());
  bench.answer(problem_response({ErrorCode::cursor_reset, "test"}));
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  bench.answer_snapshot({}, 1, "more");
  bench.answer_snapshot({test::server_row(task, "Buy oat milk", 2)}, 2);
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  bench.answer_page({test::server_row(task, "Buy oat milk", 2)}, {}, 2);
  bench.settle_disk();
  CHECK(bench.titles() == std::vector<std::string>{"Buy oat milk"});
  CHECK(bench.device->view().claim == SyncClaim::synced);
}

}  // namespace srl
