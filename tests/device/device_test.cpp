// SPDX-License-Identifier: MIT
#include "device/device.h"

#include "support/bench_device.h"

namespace srl {

using test::BenchDevice;

TEST_CASE("device: a gesture is visible at once, saved when the disk has it, sent after that") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Buy milk");
  CHECK(bench.device->view().rows.at(task).status == RowStatus::in_memory);
  CHECK(!bench.sent.back().is_push());
  bench.settle_disk();
  CHECK(bench.sent.back().is_push());
  CHECK(bench.device->view().rows.at(task).status == RowStatus::sending);
  bench.acknowledge(1);
  CHECK(bench.device->view().rows.at(task).status == RowStatus::acknowledged);
}

TEST_CASE("device: what the disk does not have is gone after a kill, the rest is there") {
  BenchDevice bench(kReliablePreset);
  bench.start(false);
  bench.create("Saved");
  bench.settle_disk();
  bench.create("Lost");
  bench.kill_and_start();
  CHECK(bench.titles() == std::vector<std::string>{"Saved"});
  CHECK(bench.device->view().queued == 1);
}

TEST_CASE("device: a reply that was lost leads to the same operation, not to another") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  bench.create("Once");
  bench.settle_disk();
  const OpId first = *bench.sent.back().push().operations.at(0).op_id;
  bench.device->on_timer(TimerKind::request_timeout);
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::retry);
  REQUIRE(bench.sent.back().is_push());
  CHECK(*bench.sent.back().push().operations.at(0).op_id == first);
}

TEST_CASE("device: a reply that comes after its time-out still counts") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Late");
  bench.settle_disk();
  const BenchDevice::Sent push = bench.sent.back();
  bench.device->on_timer(TimerKind::request_timeout);
  OpResult result;
  result.task = task;
  result.version = 1;
  bench.device->on_response(push.id, Response{200, PushResponse{{result}, 1}});
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.counted.value(Metric::sync_late_replies) == 1);
}

TEST_CASE("device: own edits stand on top of what a pull brings") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  const TaskId task = make_uuid_v7(5, 5, 5);
  bench.answer_changes({test::server_row(task, "From the server", 1)}, 1);
  bench.rename(task, "Mine");
  bench.device->sync_now();
  bench.answer_changes({test::server_row(task, "Newer at the server", 2)}, 2);
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
}

TEST_CASE("device: synced is said when every effect has come back, not when requests returned") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  CHECK(bench.device->view().claim == SyncClaim::synced);
  const TaskId task = bench.create("Once");
  CHECK(bench.device->view().claim != SyncClaim::synced);
  bench.settle_disk();
  bench.acknowledge(1);
  CHECK(bench.device->view().claim != SyncClaim::synced);
  bench.answer_changes({test::server_row(task, "Once", 1)}, 1);
  bench.settle_disk();
  CHECK(bench.device->view().claim == SyncClaim::synced);
}

TEST_CASE("device: a rejected write is shown until the person dismisses it") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  const TaskId task = make_uuid_v7(5, 5, 5);
  bench.answer_changes({test::server_row(task, "Theirs", 1)}, 1);
  bench.rename(task, "Mine");
  bench.settle_disk();
  OpResult result;
  result.status = OpStatus::rejected;
  result.code = ErrorCode::task_deleted;
  result.task = task;
  bench.answer({200, PushResponse{{result}, 2}});
  REQUIRE(bench.device->view().rejected.size() == 1);
  CHECK(bench.device->view().rejected[0].code == ErrorCode::task_deleted);
  CHECK(bench.titles() == std::vector<std::string>{"Theirs"});
  REQUIRE(bench.device->discard_rejected().ok());
  CHECK(bench.device->view().rejected.empty());
}

TEST_CASE("device: an operation is parked after its attempts and sent again when asked") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  const TaskId task = bench.create("Stubborn");
  bench.settle_disk();
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    REQUIRE(bench.sent.back().is_push());
    bench.fail(ErrorCode::unavailable);
    bench.time_ms += kHourMs;
    bench.device->on_timer(TimerKind::retry);
  }
  CHECK(bench.device->view().parked == 1);
  CHECK(bench.device->view().rows.at(task).status == RowStatus::parked);
  REQUIRE(bench.device->retry_parked().ok());
  CHECK(bench.device->view().parked == 0);
}

TEST_CASE(
    "device: an edit of a row without a name waits for the reply when the server names rows") {
  BenchDevice bench(kNaivePreset);
  bench.start(false);
  const TaskId task = bench.create("Named by the server");
  bench.rename(task, "Edited");
  bench.device->on_online(true);
  REQUIRE(bench.sent.back().is_push());
  REQUIRE(bench.sent.back().push().operations.size() == 1);
  CHECK(!bench.sent.back().push().operations[0].task.has_value());
  bench.acknowledge(1);
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().push().operations[0].task.has_value());
}

TEST_CASE("device: a text that is not allowed changes nothing and says why") {
  BenchDevice bench(kReliablePreset);
  bench.start(false);
  TaskPatch patch;
  patch.mark(TaskField::title);
  const Result<TaskId> empty = bench.device->create_task(patch, 1);
  REQUIRE(!empty.ok());
  CHECK(empty.error().code == ErrorCode::bad_value);
  CHECK(bench.device->view().rows.empty());
  CHECK(bench.device->view().queued == 0);
}

TEST_CASE("device: a cursor that is refused leads to a snapshot, page by page, and on from there") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  const TaskId kept = make_uuid_v7(1, 1, 1);
  const TaskId gone = make_uuid_v7(2, 2, 2);
  bench.answer_changes({test::server_row(kept, "Kept", 1), test::server_row(gone, "Gone", 2)}, 2);
  bench.device->sync_now();
  bench.answer(problem_response(make_error(ErrorCode::cursor_reset, "")));
  REQUIRE(std::holds_alternative<SnapshotRequest>(bench.sent.back().request->body));
  const TaskId added = make_uuid_v7(3, 3, 3);
  SnapshotResponse first{{test::server_row(kept, "Kept", 1)}, to_string(kept), "v1.n.9", 9, 2};
  bench.answer({200, first});
  SnapshotResponse last{{test::server_row(added, "Added", 9)}, "", "v1.n.11", 11, 2};
  bench.answer({200, last});
  CHECK(bench.titles() == std::vector<std::string>{"Kept", "Added"});
  CHECK(std::get<ChangesRequest>(bench.sent.back().request->body).cursor == "v1.n.9");
}

TEST_CASE("device: changes that nobody takes do not pile up") {
  BenchDevice bench(kReliablePreset);
  bench.settings.keeps_changes = false;
  bench.start();
  bench.create("Buy milk");
  bench.device->show_rows();
  CHECK(bench.device->take_changes().rows.empty());
  CHECK(bench.device->view().rows.size() == 1);
}

TEST_CASE("device: rows are shown when a person looks, or when too many changes wait for that") {
  BenchDevice bench(kReliablePreset);
  bench.settings.keeps_changes = false;
  bench.start();
  bench.create("Buy milk");
  CHECK(bench.device->view().not_durable == 1);  // all the rest is up to date
  CHECK(bench.device->view().rows.empty());
  bench.device->show_rows();
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  for (std::size_t i = 0; i <= Device::kUnseenChangesMax; ++i) bench.create("Another one");
  CHECK(bench.device->view().rows.size() > Device::kUnseenChangesMax / 2);
}

}  // namespace srl
