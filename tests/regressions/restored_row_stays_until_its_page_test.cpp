// SPDX-License-Identifier: MIT
// A person restored a deleted task, and a person changed it before the next pull. The conflict's
// end then stands on an earlier page than the row. The decision was forgotten with the conflict,
// and the task that it had brought back vanished until the next page. Found by the sweep.
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regression: a restored task stays visible until the page with its row has come") {
  test::BenchDevice bench(kReliablePreset);
  const TaskId task = make_uuid_v7(5, 5, 5);
  Conflict conflict;
  conflict.id = make_uuid_v7(6, 6, 6);
  conflict.task = task;
  conflict.version = 3;
  conflict.mine.mark(TaskField::title);
  conflict.mine.values.title = "Mine";
  conflict.theirs.title = "Gone";
  conflict.theirs_deleted = true;
  bench.start();
  bench.answer_page({test::tombstone(task, 2)}, {conflict}, 3);
  const ConflictChoice choice = keep_mine(conflict);
  REQUIRE(bench.device->resolve_conflict(conflict.id, choice.resolution, choice.values, 9).ok());
  bench.settle_disk();
  REQUIRE(bench.sent.back().is_push());
  OpResult result;
  result.op_id = bench.last_pushed().at(0);
  result.task = task;
  result.version = 4;
  result.conflict_version = 5;
  bench.answer({200, PushResponse{{result}, 5}});

  Conflict closed = conflict;
  closed.state = ConflictState::resolved;
  closed.version = 5;
  bench.answer_page({}, {closed}, 5, true);  // the row has moved on to version 6
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
  CHECK(bench.device->view().conflicts.empty());
  bench.answer_changes({test::server_row(task, "Newer", 6)}, 6);
  CHECK(bench.titles() == std::vector<std::string>{"Newer"});
  CHECK(bench.device->store().memory().outbox.empty());
}

}  // namespace srl
