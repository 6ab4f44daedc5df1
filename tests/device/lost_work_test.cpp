// SPDX-License-Identifier: MIT
// A device whose service goes back in time: what it takes for true afterwards, and what becomes of
// writes that it had called acknowledged.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;
using test::server_row;

// A device that follows a service by hand. Its cursors name the process that has given them out.
struct LostWorkBench : BenchDevice {
  LostWorkBench() : BenchDevice(kReliablePreset) {
    start();
    pull({}, 0);
  }

  std::string cursor(std::int64_t seq) const { return epoch + "@" + std::to_string(seq); }

  // Creates a task that the service acknowledges as change `version`.
  TaskId acknowledged(const std::string& title, std::int64_t version) {
    const TaskId task = create(title);
    settle_disk();
    REQUIRE(sent.back().is_push());
    acknowledge_in_epoch(sent.back(), version);
    return task;
  }

  void acknowledge_in_epoch(const Sent& push, std::int64_t version) {
    PushResponse reply;
    for (const WireOperation& operation : push.push().operations) {
      OpResult result;
      result.op_id = operation.op_id;
      result.task = *operation.task;
      result.version = version++;
      reply.results.push_back(result);
    }
    reply.server_seq = version - 1;
    reply.cursor = cursor(reply.server_seq);
    reply.epoch = epoch;
    device->on_response(push.id, Response{200, reply});
  }

  void pull(std::vector<Task> rows, std::int64_t seq) {
    REQUIRE(sent.back().is<ChangesRequest>());
    ChangesResponse reply;
    reply.changes = std::move(rows);
    reply.server_seq = seq;
    reply.cursor = cursor(seq);
    reply.epoch = epoch;
    answer({200, reply});
    settle_disk();
  }

  Response lost_time(std::int64_t common_seq) const {
    Response response = problem_response({ErrorCode::cursor_reset, "test"});
    auto& problem = std::get<Problem>(response.body);
    problem.common_seq = common_seq;
    problem.cursor = "common@" + std::to_string(common_seq);
    return response;
  }

  // The service has gone back: its answer to the next pull.
  void go_back(std::int64_t common_seq) {
    epoch = "second";
    device->sync_now();
    REQUIRE(sent.back().is<ChangesRequest>());
    answer(lost_time(common_seq));
    settle_disk();
  }

  void snapshot(std::vector<Task> rows, std::int64_t seq) {
    REQUIRE(sent.back().is<SnapshotRequest>());
    SnapshotResponse reply;
    reply.rows = std::move(rows);
    reply.server_seq = seq;
    reply.cursor = cursor(seq);
    reply.epoch = epoch;
    answer({200, reply});
    settle_disk();
    pull({}, seq);
  }

  const DeviceView& view() const { return device->view(); }

  std::string epoch = "first";
};

// Two tasks that have come back by a pull: at change 1 and at change 2.
struct TwoDone : LostWorkBench {
  TwoDone() {
    first = acknowledged("Buy milk", 1);
    pull({server_row(first, "Buy milk", 1)}, 1);
    time_ms += 5 * kMinuteMs;
    second = acknowledged("Call the plumber", 2);
    pull({server_row(second, "Call the plumber", 2)}, 2);
    CHECK(view().queued == 0);
    CHECK(view().claim == SyncClaim::synced);
  }
  TaskId first;
  TaskId second;
};

}  // namespace

TEST_CASE("lost work: what was acknowledged and is not there any more is shown, and offered") {
  TwoDone bench;
  bench.go_back(1);
  CHECK(bench.view().lost.count == 1);
  CHECK(bench.view().lost.first_ms == bench.view().lost.last_ms);
  bench.snapshot({server_row(bench.first, "Buy milk", 1)}, 1);
  CHECK(bench.view().lost.count == 1);
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk", "Call the plumber"});
  CHECK(bench.view().rows.at(bench.second).status == RowStatus::lost);
  CHECK(bench.view().claim != SyncClaim::synced);
  CHECK_FALSE(bench.sent.back().is_push());  // nothing is sent unasked
}

TEST_CASE("lost work: it is offered after a restart of the app as well") {
  TwoDone bench;
  bench.kill_and_start();
  bench.pull({}, 2);
  bench.go_back(0);
  CHECK(bench.view().lost.count == 2);
  CHECK(bench.view().lost.last_ms - bench.view().lost.first_ms >= 5 * kMinuteMs);
  bench.kill_and_start();
  CHECK(bench.view().lost.count == 2);
  CHECK(bench.titles().size() == 2);
}

TEST_CASE(
    "lost work: a snapshot is asked for with what has been seen, so that it tells of a loss, too") {
  TwoDone bench;
  bench.go_back(1);
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  const auto& asked = std::get<SnapshotRequest>(bench.sent.back().request->body);
  CHECK(asked.seen == "common@1");
  bench.answer(bench.lost_time(0));
  bench.settle_disk();
  CHECK(bench.view().lost.count == 2);
  CHECK(bench.titles().size() == 2);
}

TEST_CASE("lost work: an app that starts again still knows in which history it is") {
  TwoDone bench;
  bench.go_back(1);
  bench.kill_and_start();
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  bench.fail(ErrorCode::unreachable);
  bench.create("New");
  bench.settle_disk();
  bench.let_wait_pass();
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().push().seen == "common@1");
}

TEST_CASE(
    "lost work: sent again it goes under the same ids, having seen nothing of the lost time") {
  TwoDone bench;
  bench.rename(bench.first, "Buy oat milk");
  bench.settle_disk();
  const std::vector<OpId> renamed = bench.last_pushed();
  bench.acknowledge_in_epoch(bench.sent.back(), 3);
  bench.pull({server_row(bench.first, "Buy oat milk", 3)}, 3);
  bench.go_back(0);
  CHECK(bench.view().lost.count == 3);
  bench.snapshot({}, 0);
  CHECK(bench.titles() == std::vector<std::string>{"Buy oat milk", "Call the plumber"});

  REQUIRE(bench.device->send_lost().ok());
  REQUIRE(bench.sent.back().is_push());
  const std::vector<WireOperation>& again = bench.sent.back().push().operations;
  REQUIRE(again.size() == 3);
  CHECK(again[2].op_id == renamed[0]);
  CHECK(again[2].base_version == 0);
  CHECK(bench.sent.back().push().seen == "second@0");
  bench.acknowledge_in_epoch(bench.sent.back(), 1);
  bench.pull(
      {server_row(bench.second, "Call the plumber", 2), server_row(bench.first, "Buy oat milk", 3)},
      3);
  CHECK(bench.view().lost.count == 0);
  CHECK(bench.view().claim == SyncClaim::synced);
}

TEST_CASE("lost work: dropped, it is gone, and the device shows what the service has") {
  TwoDone bench;
  bench.go_back(1);
  bench.snapshot({server_row(bench.first, "Buy milk", 1)}, 1);
  REQUIRE(bench.device->drop_lost().ok());
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  CHECK(bench.view().lost.count == 0);
  CHECK(bench.view().queued == 0);
  CHECK_FALSE(bench.device->drop_lost().ok());
  CHECK_FALSE(bench.device->send_lost().ok());
}

TEST_CASE(
    "lost work: an edit of a lost task waits for the decision, it is not sent to be refused") {
  TwoDone bench;
  bench.go_back(1);
  bench.rename(bench.second, "Call the other plumber");
  bench.settle_disk();
  bench.snapshot({server_row(bench.first, "Buy milk", 1)}, 1);
  CHECK_FALSE(bench.sent.back().is_push());
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk", "Call the other plumber"});
  REQUIRE(bench.device->send_lost().ok());
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().push().operations.size() == 2);
}

TEST_CASE("lost work: a row is replaced by the new time's, though its number is a smaller one") {
  TwoDone bench;
  bench.rename(bench.first, "Buy oat milk");
  bench.settle_disk();
  bench.acknowledge_in_epoch(bench.sent.back(), 3);
  bench.pull({server_row(bench.first, "Buy oat milk", 3)}, 3);
  bench.go_back(1);
  bench.snapshot({server_row(bench.first, "Buy soy milk", 2)}, 2);
  REQUIRE(bench.device->drop_lost().ok());
  CHECK(bench.titles() == std::vector<std::string>{"Buy soy milk"});
}

TEST_CASE("lost work: a push that is refused so goes again, with what both times have in common") {
  LostWorkBench bench;
  const TaskId task = bench.acknowledged("Buy milk", 1);
  bench.pull({server_row(task, "Buy milk", 1)}, 1);
  bench.rename(task, "Buy oat milk");
  bench.settle_disk();
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().push().seen == "first@1");
  const std::vector<OpId> pushed = bench.last_pushed();
  bench.answer(bench.lost_time(1));
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.last_pushed() == pushed);
  CHECK(bench.sent.back().push().seen == "common@1");
  CHECK(bench.sent.back().push().operations[0].base_version == 1);
  CHECK(bench.view().lost.count == 0);
}

TEST_CASE("lost work: an answer from before the service went back is not taken for one of now") {
  LostWorkBench bench;
  bench.settings.limits.push_operations_max = 1;
  for (const char* title : {"A", "B", "C"}) bench.create(title);
  bench.settle_disk();
  REQUIRE(bench.count<PushRequest>() == 3);
  const std::size_t last = bench.sent.size() - 1;
  const BenchDevice::Sent a = bench.sent[last - 2];
  const BenchDevice::Sent b = bench.sent[last - 1];
  const BenchDevice::Sent c = bench.sent[last];
  // The service has taken A, has been put back, and has gone on with the others: the answers come
  // the other way round.
  bench.epoch = "second";
  bench.acknowledge_in_epoch(b, 7);
  CHECK(bench.view().queued == 2);
  bench.epoch = "first";
  bench.acknowledge_in_epoch(a, 6);
  CHECK(bench.view().queued == 2);  // not taken
  bench.epoch = "second";
  bench.acknowledge_in_epoch(c, 8);
  CHECK(bench.view().queued == 1);
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.last_pushed() == a.operations());
  CHECK(bench.sent.back().push().seen == "second@7");  // it went out before the last answer came
}

TEST_CASE("lost work: an acknowledgement that no pull has covered is as lost as one that has") {
  LostWorkBench bench;
  bench.acknowledged("Buy milk", 9);
  REQUIRE(bench.sent.back().is<ChangesRequest>());
  CHECK(std::get<ChangesRequest>(bench.sent.back().request->body).seen == "first@9");
  bench.answer(bench.lost_time(4));
  CHECK(bench.view().lost.count == 1);
  CHECK(bench.count<PushRequest>() == 1);
}

TEST_CASE("lost work: so many operations are remembered, and no more") {
  LostWorkBench bench;
  constexpr std::int64_t kMany = kDoneOperationsRemembered + kDoneOperationsRemembered / 2;
  std::vector<Task> rows;
  for (std::int64_t i = 0; i < kMany; ++i) bench.create("T");
  bench.settle_disk();
  std::int64_t version = 0;
  while (bench.view().queued > 0) {
    std::vector<BenchDevice::Sent> pushes;
    for (const BenchDevice::Sent& one : bench.sent) {
      if (one.is_push()) pushes.push_back(one);
    }
    const BenchDevice::Sent& push = pushes[static_cast<std::size_t>(version / 500)];
    for (const WireOperation& operation : push.push().operations) {
      rows.push_back(server_row(*operation.task, "T", ++version));
    }
    bench.acknowledge_in_epoch(push, version - 499);
  }
  for (std::size_t i = 0; i < rows.size(); i += 500) {
    bench.device->sync_now();
    const auto page = rows.begin() + static_cast<std::ptrdiff_t>(i);
    bench.pull({page, page + 500}, static_cast<std::int64_t>(i) + 500);
  }
  bench.go_back(0);
  CHECK(bench.view().lost.count == kDoneOperationsRemembered);
}

// While the snapshot came, a change of the row was found in conflict with its deletion: it was
// taken for a row that is too new for the snapshot, and stayed on the screen. Found by the sweep
// (seeds 4513 and 57017).
TEST_CASE("lost work: a row that is gone is not kept for a change that met its deletion") {
  TwoDone bench;
  const TaskId theirs = make_uuid_v7(5, 5, 5);
  bench.device->sync_now();
  bench.pull({server_row(theirs, "Theirs", 3)}, 3);
  bench.go_back(2);
  SnapshotResponse page;
  page.server_seq = 2;
  page.cursor = bench.cursor(2);
  page.epoch = bench.epoch;
  page.next_page = "second";
  page.rows = {server_row(bench.first, "Buy milk", 1)};
  bench.rename(theirs, "Mine");
  bench.settle_disk();
  bench.answer({200, page});
  bench.settle_disk();
  REQUIRE(bench.sent.back().is_push());
  OpResult result;
  result.op_id = bench.last_pushed().at(0);
  result.status = OpStatus::conflict;
  result.task = theirs;
  result.version = 1;  // of its tombstone
  result.conflict_version = 3;
  bench.answer({200, PushResponse{{result}, 3, bench.cursor(3), bench.epoch}});
  bench.settle_disk();
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  page.next_page.clear();
  page.rows = {server_row(bench.second, "Call the plumber", 2)};
  page.server_seq = 3;
  bench.answer({200, page});
  bench.settle_disk();
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk", "Call the plumber"});
  Conflict conflict;
  conflict.id = make_uuid_v7(6, 6, 6);
  conflict.task = theirs;
  conflict.theirs_deleted = true;
  conflict.version = 3;
  bench.answer_page({}, {conflict}, 3);
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk", "Call the plumber"});
}

TEST_CASE("lost work: another user's is neither shown nor counted as one's own") {
  TwoDone bench;
  const Session bob = BenchDevice::session_of(2, "bob@example.test");
  bench.create("Unsent");
  bench.settle_disk();
  bench.fail(ErrorCode::unreachable);
  REQUIRE(bench.device->sign_out(Device::Unsent::keep).ok());
  bench.sign_in(bob);
  bench.go_back(0);
  CHECK(bench.view().lost.count == 0);
  CHECK(bench.titles().empty());
  CHECK(bench.view().session.of_others == 1);
}

}  // namespace srl
