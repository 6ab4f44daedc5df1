// SPDX-License-Identifier: MIT
// A create was applied, its replies were lost, and its attempts were spent. Pulls went on and
// brought the row, or its deletion by another device. When the person asks again, the repeat is
// answered with a version that no later pull brings again: the device kept the operation for ever
// and never said "synced", or showed a row that was deleted. Found by the sweep, seed 3.
#include "support/bench_device.h"

namespace srl {
namespace {

// One task, parked after its attempts; the device then asks for changes.
TaskId park_one(test::BenchDevice& bench) {
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Mine");
  bench.settle_disk();
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    REQUIRE(bench.sent.back().is_push());
    bench.device->on_timer(TimerKind::request_timeout);
    bench.time_ms += kHourMs;
    bench.device->on_timer(TimerKind::retry);
  }
  REQUIRE(bench.device->view().parked == 1);
  bench.device->sync_now();
  REQUIRE(!bench.sent.back().is_push());
  return task;
}

void ask_again(test::BenchDevice& bench) {
  REQUIRE(bench.device->retry_parked().ok());
  REQUIRE(bench.sent.back().is_push());
  bench.acknowledge(1);
  bench.settle_disk();
}

}  // namespace

TEST_CASE("regression: an answer that comes after its row was pulled ends the operation") {
  test::BenchDevice bench(kReliablePreset);
  const TaskId task = park_one(bench);
  bench.answer_changes({test::server_row(task, "Mine", 1)}, 1);
  ask_again(bench);
  bench.answer_changes({}, 1);
  CHECK(bench.device->view().claim == SyncClaim::synced);
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
}

TEST_CASE(
    "regression: an answer that comes after its row was deleted does not bring the row back") {
  for (const bool restarted : {false, true}) {
    CAPTURE(restarted);
    test::BenchDevice bench(kReliablePreset);
    const TaskId task = park_one(bench);
    bench.answer_changes({test::tombstone(task, 2)}, 2);
    bench.settle_disk();
    if (restarted) {
      bench.kill_and_start();
      bench.answer_changes({}, 2);
    }
    ask_again(bench);
    bench.answer_changes({}, 2);
    CHECK(bench.titles().empty());
    CHECK(bench.device->view().claim == SyncClaim::synced);
  }
}

}  // namespace srl
