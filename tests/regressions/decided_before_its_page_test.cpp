// SPDX-License-Identifier: MIT
// A task was created here and then changed elsewhere, in conflict. The conflict stands on an
// earlier page of the pull than the row. A decision took the row for one that is not here any more,
// and so deleted: the task vanished from its own device until its page came. Found by the sweep.
#include "support/bench_device.h"

namespace srl {

TEST_CASE(
    "regression: a conflict decided before the page with its row leaves the new task visible") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Mine");
  bench.settle_disk();
  bench.acknowledge(1);
  Conflict conflict;
  conflict.id = make_uuid_v7(6, 6, 6);
  conflict.task = task;
  conflict.version = 3;
  conflict.mine.mark(TaskField::priority);
  conflict.mine.values.priority = Priority::high;
  conflict.theirs.title = "Mine";
  bench.answer_page({}, {conflict}, 3, true);  // the row has moved on to version 4
  REQUIRE(bench.titles() == std::vector<std::string>{"Mine"});

  const ConflictChoice choice = keep_theirs(conflict);
  REQUIRE(bench.device->resolve_conflict(conflict.id, choice.resolution, choice.values, 9).ok());
  bench.settle_disk();
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
  bench.answer_changes({test::server_row(task, "Newer", 4)}, 4);
  CHECK(bench.titles() == std::vector<std::string>{"Newer"});
  REQUIRE(bench.sent.back().is_push());
  OpResult result;
  result.op_id = bench.last_pushed().at(0);
  result.task = task;
  result.version = 4;
  result.conflict_version = 5;
  bench.answer({200, PushResponse{{result}, 5}});
  conflict.state = ConflictState::resolved;
  conflict.version = 5;
  bench.answer_page({}, {conflict}, 5);
  CHECK(bench.titles() == std::vector<std::string>{"Newer"});
  CHECK(bench.device->store().memory().outbox.empty());
}

}  // namespace srl
