// SPDX-License-Identifier: MIT
// A conflict on a device: an answer, a record that a pull brings, and a person's decision, in any
// order and across restarts.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;
using test::server_row;
using test::tombstone;

TaskPatch title_patch(const std::string& title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = title;
  return patch;
}

// A phone that has renamed a task, which another person has renamed meanwhile.
struct ConflictBench : BenchDevice {
  explicit ConflictBench(std::string_view preset = kReliablePreset) : BenchDevice(preset) {
    start();
    answer_changes({server_row(task, "Base", 1)}, 1);
  }

  void rename_and_send() {
    rename(task, "Mine");
    settle_disk();
    REQUIRE(sent.back().is_push());
  }

  // The row is at version 2, the conflict at 3.
  void answer_conflict(std::int64_t row_version = 2, std::int64_t conflict_version = 3) {
    OpResult result;
    result.op_id = last_pushed().at(0);
    result.status = OpStatus::conflict;
    result.task = task;
    result.version = row_version;
    result.conflict_version = conflict_version;
    answer({200, PushResponse{{result}, conflict_version}});
  }

  void answer_decision(std::int64_t row_version, std::int64_t conflict_version) {
    OpResult result;
    result.op_id = last_pushed().at(0);
    result.task = task;
    result.version = row_version;
    result.conflict_version = conflict_version;
    answer({200, PushResponse{{result}, conflict_version}});
  }

  Conflict conflict(std::int64_t version = 3) const {
    Conflict conflict;
    conflict.id = id;
    conflict.task = task;
    conflict.version = version;
    conflict.device = "phone";
    conflict.mine = title_patch("Mine");
    conflict.base = title_patch("Base");
    conflict.theirs.title = "Theirs";
    return conflict;
  }

  Conflict closed(std::int64_t version) const {
    Conflict record = conflict(version);
    record.state = ConflictState::resolved;
    return record;
  }

  // The whole way into the conflict.
  void run_into_conflict() {
    rename_and_send();
    answer_conflict();
    answer_page({server_row(task, "Theirs", 2)}, {conflict()}, 3);
    REQUIRE(device->view().conflicts.size() == 1);
  }

  Status decide(Resolution resolution, const TaskPatch& values = {}) {
    return device->resolve_conflict(id, resolution, values, 77);
  }
  const ConflictView& shown() const { return device->view().conflicts.at(id); }
  bool is_shown() const { return device->view().conflicts.count(id) == 1; }

  const TaskId task = make_uuid_v7(5, 5, 5);
  const ConflictId id = make_uuid_v7(6, 6, 6);
};

}  // namespace

TEST_CASE("device/conflict: the answer ends the sending, the pull brings both versions") {
  ConflictBench bench;
  bench.rename_and_send();
  bench.answer_conflict();
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.titles() == std::vector<std::string>{"Base"});  // mine is not what stands
  CHECK(bench.device->view().claim != SyncClaim::synced);
  bench.answer_page({server_row(bench.task, "Theirs", 2)}, {bench.conflict()}, 3);
  CHECK(bench.titles() == std::vector<std::string>{"Theirs"});
  REQUIRE(bench.is_shown());
  CHECK(bench.shown().row == bench.task);
  CHECK(!bench.shown().deciding);
  CHECK(bench.device->view().claim == SyncClaim::synced);
  CHECK(bench.device->store().memory().outbox.empty());
}

TEST_CASE("device/conflict: a record that a pull has brought before the answer is shown once") {
  ConflictBench bench;
  bench.rename_and_send();
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    bench.device->on_timer(TimerKind::request_timeout);
    bench.time_ms += kHourMs;
    bench.device->on_timer(TimerKind::retry);
  }
  REQUIRE(bench.device->view().parked == 1);
  bench.device->sync_now();
  bench.answer_page({server_row(bench.task, "Theirs", 2)}, {bench.conflict()}, 3);
  REQUIRE(bench.device->retry_parked().ok());
  bench.settle_disk();
  bench.answer_conflict();
  CHECK(bench.is_shown());
  CHECK(bench.device->store().memory().outbox.empty());
  CHECK(bench.titles() == std::vector<std::string>{"Theirs"});
}

TEST_CASE(
    "device/conflict: it outlives a restart between the answer and the pull, and after both") {
  ConflictBench bench;
  bench.rename_and_send();
  bench.answer_conflict();
  bench.settle_disk();
  bench.kill_and_start();
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.titles() == std::vector<std::string>{"Base"});
  bench.answer_page({server_row(bench.task, "Theirs", 2)}, {bench.conflict()}, 3);
  CHECK(bench.is_shown());
  CHECK(bench.device->store().memory().outbox.empty());
  bench.kill_and_start();
  REQUIRE(bench.is_shown());
  CHECK(bench.shown().conflict.mine.values.title == "Mine");
  CHECK(bench.shown().conflict.base.values.title == "Base");
}

TEST_CASE("device/conflict: a decision made offline is visible at once, waits, and is made once") {
  ConflictBench bench;
  bench.run_into_conflict();
  bench.device->on_online(false);
  REQUIRE(bench.decide(Resolution::write_values, title_patch("Mine")).ok());
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
  CHECK(bench.shown().deciding);
  CHECK(bench.device->view().queued == 1);
  CHECK(bench.decide(Resolution::keep_theirs).error().code == ErrorCode::not_possible);
  bench.settle_disk();
  bench.kill_and_start();
  REQUIRE(bench.is_shown());
  CHECK(bench.shown().deciding);
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
  while (!bench.sent.back().is_push()) bench.answer_page({}, {}, 3);
  const WireOperation& wire = bench.sent.back().push().operations.at(0);
  CHECK(wire.kind == OpKind::resolve_conflict);
  CHECK(wire.conflict == bench.id);
  CHECK(wire.resolution == Resolution::write_values);
  CHECK(wire.base_version == 3);  // the record has shown a later state than the row
}

TEST_CASE("device/conflict: a decision stays on top until its row and its end have come") {
  ConflictBench bench;
  bench.run_into_conflict();
  REQUIRE(bench.decide(Resolution::write_values, title_patch("Mine")).ok());
  bench.settle_disk();
  bench.answer_decision(4, 5);
  CHECK(bench.shown().deciding);
  bench.answer_page({server_row(bench.task, "Mine", 4)}, {}, 4, true);
  CHECK(bench.shown().deciding);  // or it would be asked once more
  CHECK(bench.titles() == std::vector<std::string>{"Mine"});
  bench.answer_page({}, {bench.closed(5)}, 5);
  CHECK(!bench.is_shown());
  CHECK(bench.device->store().memory().outbox.empty());
  CHECK(bench.device->view().claim == SyncClaim::synced);
}

TEST_CASE("device/conflict: keeping theirs needs no row to come back") {
  ConflictBench bench;
  bench.run_into_conflict();
  REQUIRE(bench.decide(Resolution::keep_theirs).ok());
  bench.settle_disk();
  bench.answer_decision(2, 5);
  CHECK(bench.shown().deciding);  // until its end has come, or it would be asked once more
  bench.answer_page({}, {bench.closed(5)}, 5);
  CHECK(!bench.is_shown());
  CHECK(bench.device->store().memory().outbox.empty());
  CHECK(bench.titles() == std::vector<std::string>{"Theirs"});
}

TEST_CASE("device/conflict: a decision that another device has made first is refused and shown") {
  ConflictBench bench;
  bench.run_into_conflict();
  REQUIRE(bench.decide(Resolution::write_values, title_patch("Mine")).ok());
  bench.settle_disk();
  OpResult result;
  result.status = OpStatus::rejected;
  result.code = ErrorCode::conflict_closed;
  result.task = bench.task;
  bench.answer({200, PushResponse{{result}, 5}});
  CHECK(bench.titles() == std::vector<std::string>{"Theirs"});
  CHECK(!bench.shown().deciding);
  REQUIRE(bench.device->view().rejected.size() == 1);
  CHECK(bench.device->view().rejected[0].code == ErrorCode::conflict_closed);
  bench.answer_page({}, {bench.closed(5)}, 5);
  CHECK(!bench.is_shown());
}

TEST_CASE("device/conflict: a decision that meets something new is asked again") {
  ConflictBench bench;
  bench.run_into_conflict();
  REQUIRE(bench.decide(Resolution::write_values, title_patch("Mine")).ok());
  bench.settle_disk();
  bench.answer_conflict(6, 7);
  Conflict again = bench.conflict(7);
  again.theirs.title = "Newer";
  bench.answer_page({server_row(bench.task, "Newer", 6)}, {again}, 7);
  REQUIRE(bench.is_shown());
  CHECK(!bench.shown().deciding);
  CHECK(bench.shown().conflict.theirs.title == "Newer");
  CHECK(bench.titles() == std::vector<std::string>{"Newer"});
  CHECK(bench.decide(Resolution::write_values, title_patch("Mine")).ok());
}

TEST_CASE("device/conflict: about a task that is gone, a person may bring it back or let it go") {
  for (const bool restores : {true, false}) {
    CAPTURE(restores);
    ConflictBench bench;
    bench.rename_and_send();
    bench.answer_conflict();
    Conflict about_gone = bench.conflict();
    about_gone.theirs_deleted = true;
    bench.answer_page({tombstone(bench.task, 2)}, {about_gone}, 3);
    CHECK(bench.titles().empty());
    REQUIRE(bench.is_shown());
    TaskFields whole;
    whole.title = "Mine";
    const Status decided = restores
                               ? bench.decide(Resolution::restore_task, TaskPatch::whole(whole))
                               : bench.decide(Resolution::keep_theirs);
    REQUIRE(decided.ok());
    const std::vector<std::string> wanted =
        restores ? std::vector<std::string>{"Mine"} : std::vector<std::string>{};
    CHECK(bench.titles() == wanted);
    bench.settle_disk();
    bench.kill_and_start();
    CHECK(bench.titles() == wanted);
    CHECK(bench.shown().deciding);
    while (!bench.sent.back().is_push()) bench.answer_page({}, {}, 3);
    bench.answer_decision(restores ? 4 : 2, 5);
    std::vector<Task> rows;
    if (restores) rows.push_back(server_row(bench.task, "Mine", 4));
    bench.answer_page(rows, {bench.closed(5)}, 5);
    CHECK(bench.titles() == wanted);
    CHECK(!bench.is_shown());
    CHECK(bench.device->store().memory().outbox.empty());
    CHECK(bench.device->store().memory().rows.size() == wanted.size());
  }
}

TEST_CASE("device/conflict: a snapshot that does not list it any more has closed it") {
  ConflictBench bench;
  bench.run_into_conflict();
  bench.device->sync_now();
  bench.answer(problem_response(make_error(ErrorCode::cursor_reset, "")));
  bench.answer_snapshot({server_row(bench.task, "Theirs", 2)}, 9);
  CHECK(!bench.is_shown());
  bench.settle_disk();
  bench.kill_and_start();
  CHECK(!bench.is_shown());
}

TEST_CASE("device/conflict: a snapshot may list them on several pages") {
  ConflictBench bench;
  bench.run_into_conflict();
  Conflict other = bench.conflict();
  other.id = make_uuid_v7(7, 7, 7);
  bench.device->sync_now();
  bench.answer(problem_response(make_error(ErrorCode::cursor_reset, "")));
  bench.answer_snapshot({server_row(bench.task, "Theirs", 2)}, 9, "conflicts.", {bench.conflict()});
  bench.answer_snapshot({}, 9, {}, {other});
  CHECK(bench.device->view().conflicts.size() == 2);
}

TEST_CASE("device/conflict: one that changed while a snapshot came waits for the changes") {
  ConflictBench bench;
  bench.run_into_conflict();
  Conflict newer = bench.conflict();
  newer.version = 10;
  newer.theirs.title = "Newest";
  bench.device->sync_now();
  bench.answer(problem_response(make_error(ErrorCode::cursor_reset, "")));
  bench.answer_snapshot({server_row(bench.task, "Theirs", 2)}, 9, "conflicts.");
  bench.answer_snapshot({}, 10, {}, {newer});
  REQUIRE(bench.is_shown());
  CHECK(bench.shown().conflict.version < 10);
  bench.answer_page({}, {newer}, 10);
  CHECK(bench.shown().conflict.version == 10);
}

TEST_CASE("device/conflict: a write is later than all that has been pulled, by its logical clock") {
  ConflictBench bench;
  ChangesResponse reply;
  reply.changes = {server_row(bench.task, "By a clock that is ahead", 2)};
  reply.server_seq = 2;
  reply.cursor = BenchDevice::cursor_at(2);
  reply.hlc = next_hlc(0, bench.time_ms + kClockToleranceMs);
  bench.device->sync_now();
  bench.answer({200, reply});
  bench.settle_disk();
  for (const bool restarted : {false, true}) {
    CAPTURE(restarted);
    if (restarted) {
      bench.kill_and_start();
      bench.answer_page({}, {}, 2);
    }
    bench.rename(bench.task, "Corrected");
    bench.settle_disk();
    REQUIRE(bench.sent.back().is_push());
    CHECK(bench.sent.back().push().operations.back().hlc > reply.hlc);
  }
}

TEST_CASE("device/conflict: another user on the device sees nothing of it") {
  ConflictBench bench;
  bench.run_into_conflict();
  REQUIRE(bench.device->sign_out(Device::Unsent::keep).ok());
  bench.sign_in(BenchDevice::session_of(2, "bob@example.test"));
  CHECK(bench.device->view().conflicts.empty());
}

}  // namespace srl
