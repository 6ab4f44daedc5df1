// SPDX-License-Identifier: MIT
// A person brought a deleted task back and changed it. Another device had decided the same conflict
// first, so that the decision was refused, while the change was taken: the task lives. The phone
// took it off the screen, with the change, until the next pull. Found by the sweep (seeds 344167,
// 345056).
#include "support/bench_device.h"

namespace srl {
namespace {

struct RestoreBench : test::BenchDevice {
  RestoreBench() : BenchDevice(kReliablePreset) {
    conflict.id = make_uuid_v7(6, 6, 6);
    conflict.task = task;
    conflict.version = 3;
    conflict.mine.mark(TaskField::title);
    conflict.mine.values.title = "Mine";
    conflict.theirs.title = "Gone";
    conflict.theirs_deleted = true;
    start();
    answer_page({test::tombstone(task, 2)}, {conflict}, 3);
    const ConflictChoice choice = keep_mine(conflict);
    REQUIRE(device->resolve_conflict(conflict.id, choice.resolution, choice.values, 9).ok());
    rename(task, "Edited");
    settle_disk();
  }

  OpResult refusal(const OpId& op) const {
    OpResult result;
    result.op_id = op;
    result.status = OpStatus::rejected;
    result.code = ErrorCode::conflict_closed;
    result.task = task;
    return result;
  }

  const TaskId task = make_uuid_v7(5, 5, 5);
  Conflict conflict;
};

}  // namespace

TEST_CASE("regression: a task that was edited after its refused restoration stays on the screen") {
  RestoreBench bench;
  REQUIRE(bench.titles() == std::vector<std::string>{"Edited"});
  REQUIRE(bench.last_pushed().size() == 2);
  OpResult applied;
  applied.op_id = bench.last_pushed().at(1);
  applied.task = bench.task;
  applied.version = 7;
  bench.answer({200, PushResponse{{bench.refusal(bench.last_pushed().at(0)), applied}, 7}});
  CHECK(bench.titles() == std::vector<std::string>{"Edited"});
  bench.answer_page({test::server_row(bench.task, "Edited", 7)}, {}, 7);
  CHECK(bench.titles() == std::vector<std::string>{"Edited"});
  CHECK(bench.device->view().rejected.size() == 1);  // and the refusal is still told
}

TEST_CASE("regression: where the edit is refused as well, the task goes") {
  RestoreBench bench;
  const std::vector<OpId> pushed = bench.last_pushed();
  REQUIRE(pushed.size() == 2);
  OpResult gone = bench.refusal(pushed.at(1));
  gone.code = ErrorCode::task_deleted;
  bench.answer({200, PushResponse{{bench.refusal(pushed.at(0)), gone}, 7}});
  CHECK(bench.titles().empty());
}

}  // namespace srl
