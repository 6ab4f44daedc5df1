// SPDX-License-Identifier: MIT
// While a long queue drains, device and service work at the same time.
#include "support/bench_device.h"

namespace srl {

using test::BenchDevice;
using test::server_row;

namespace {

// Tasks are waiting, two fit into a push, and the device has just come back.
struct Draining : BenchDevice {
  explicit Draining(int tasks, std::string_view preset = kReliablePreset) : BenchDevice(preset) {
    settings.limits.push_operations_max = 2;
    start();
    answer(preset == kNaivePreset ? Response{200, ListResponse{}}
                                  : Response{200, ChangesResponse{}});
    device->on_online(false);
    for (int i = 0; i < tasks; ++i) made.push_back(create("Task " + std::to_string(i)));
    settle_disk();
    device->on_online(true);
    let_wait_pass();
    REQUIRE(sent.back().is_push());
  }

  const Sent& push(std::size_t index) const {
    for (const Sent& one : sent) {
      if (one.is_push() && index-- == 0) return one;
    }
    FAIL("there is no such push");
    return sent.back();
  }

  std::vector<TaskId> made;
};

}  // namespace

TEST_CASE("drain: two more pushes are on their way beside a full one") {
  Draining bench(8);
  REQUIRE(bench.count<PushRequest>() == 3);
  bench.acknowledge(bench.push(0), 1);
  REQUIRE(bench.count<PushRequest>() == 4);
  bench.acknowledge(bench.push(1), 3);
  bench.acknowledge(bench.push(2), 5);
  CHECK_FALSE(bench.sent.back().is<ChangesRequest>());
  bench.acknowledge(bench.push(3), 7);
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.sent.back().is<ChangesRequest>());
}

TEST_CASE("drain: the answers to the pushes may come in any order") {
  Draining bench(6);
  bench.acknowledge(bench.push(2), 1);
  bench.acknowledge(bench.push(0), 3);
  CHECK(bench.device->view().queued == 2);
  bench.acknowledge(bench.push(1), 5);
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.count<PushRequest>() == 3);
}

TEST_CASE("drain: after trouble the first push is alone, until it has gone well") {
  Draining bench(4);
  bench.device->on_response(bench.push(1).id, make_error(ErrorCode::unreachable, "test"));
  bench.device->on_response(bench.push(0).id, make_error(ErrorCode::unreachable, "test"));
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::retry);
  REQUIRE(bench.count<PushRequest>() == 3);
  bench.acknowledge(bench.push(2), 1);
  REQUIRE(bench.count<PushRequest>() == 4);
}

TEST_CASE("drain: two pushes never hold operations of the same task") {
  Draining bench(2);
  bench.rename(bench.made[1], "Renamed while its creation is on its way");
  bench.create("Another one");
  bench.settle_disk();
  REQUIRE(bench.count<PushRequest>() == 2);
  REQUIRE(bench.push(1).push().operations.size() == 1);
  CHECK(bench.push(1).push().operations[0].kind == OpKind::create_task);
  bench.acknowledge(bench.push(0), 1);
  REQUIRE(bench.count<PushRequest>() == 2);  // the other one is not full
  bench.acknowledge(bench.push(1), 3);
  REQUIRE(bench.count<PushRequest>() == 3);
  CHECK(bench.push(2).push().operations[0].kind == OpKind::update_task);
}

TEST_CASE("drain: a short queue is sent one push at a time") {
  Draining bench(1);
  bench.create("Another one");
  bench.settle_disk();
  CHECK(bench.count<PushRequest>() == 1);
}

TEST_CASE("drain: where repeats are not recognised, every push is alone") {
  Draining bench(6, kNaivePreset);
  bench.acknowledge(1);
  CHECK(bench.count<PushRequest>() == 2);
}

TEST_CASE("drain: a push that gets no answer is given up in time, however busy the others are") {
  Draining bench(10);
  const std::vector<OpId> lost = bench.push(0).operations();
  bench.time_ms += kRequestTimeoutMs - 1;
  bench.acknowledge(bench.push(1), 1);
  bench.acknowledge(bench.push(2), 3);
  REQUIRE(bench.count<PushRequest>() == 5);
  CHECK(bench.timers.at(TimerKind::request_timeout) == 1);
  bench.time_ms += 1;
  bench.device->on_timer(TimerKind::request_timeout);
  CHECK(bench.timers.at(TimerKind::request_timeout) == kRequestTimeoutMs - 1);
  bench.acknowledge(bench.push(3), 5);
  bench.acknowledge(bench.push(4), 7);
  CHECK(bench.count<PushRequest>() == 5);  // until the retry is due
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::retry);
  REQUIRE(bench.count<PushRequest>() == 6);
  CHECK(bench.last_pushed() == lost);
}

TEST_CASE("drain: an answer to what was sent before a refusal does not end the wait") {
  Draining bench(8);
  Response refused = problem_response(make_error(ErrorCode::too_many_requests, "test"));
  std::get<Problem>(refused.body).retry_after_ms = 20'000;
  bench.device->on_response(bench.push(0).id, refused);
  bench.acknowledge(bench.push(1), 1);
  CHECK(bench.count<PushRequest>() == 3);
  CHECK(bench.device->view().next_attempt_ms >= bench.time_ms + 20'000);
}

TEST_CASE("drain: two pushes refused with the same tokens are one refusal") {
  Draining bench(4);
  const Response refused = problem_response(make_error(ErrorCode::token_expired, "test"));
  bench.device->on_response(bench.push(0).id, refused);
  bench.device->on_response(bench.push(1).id, refused);
  CHECK(bench.count<RefreshRequest>() == 1);
  REQUIRE(bench.sent.back().is<RefreshRequest>());
  bench.answer_session(BenchDevice::session_of(1, "ada@example.test", 2));
  CHECK(bench.sent.back().is_push());  // at once
  CHECK(bench.device->view().queued == 4);
}

TEST_CASE("drain: going offline gives up every push") {
  Draining bench(6);
  bench.device->on_online(false);
  CHECK_FALSE(bench.device->is_busy());
  CHECK(bench.timers.count(TimerKind::request_timeout) == 0);
  bench.device->on_online(true);
  bench.let_wait_pass();
  REQUIRE(bench.count<PushRequest>() == 4);
  CHECK(bench.last_pushed() == bench.push(0).operations());
}

TEST_CASE("drain: an acknowledgement costs no write, and a device that dies asks again") {
  Draining bench(2);
  const std::vector<OpId> pushed = bench.last_pushed();
  const BatchId before = bench.database->store().last_batch();
  bench.acknowledge(1);
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.database->store().last_batch() == before);
  bench.kill_and_start();
  CHECK(bench.device->view().queued == 2);
  bench.let_wait_pass();
  CHECK(bench.last_pushed() == pushed);
}

TEST_CASE("drain: where repeats are not recognised, an acknowledgement is on disk") {
  Draining bench(2, kNaivePreset);
  const BatchId before = bench.database->store().last_batch();
  bench.acknowledge(1);
  CHECK(bench.database->store().last_batch() > before);
}

TEST_CASE("drain: the next page is asked for before this one is written") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  const TaskId id = make_uuid_v7(1, 2, 3);
  bench.answer_changes({server_row(id, "Buy milk", 1)}, 1, true);
  REQUIRE(bench.count<ChangesRequest>() == 2);
  CHECK(std::get<ChangesRequest>(bench.sent.back().request->body).cursor ==
        BenchDevice::cursor_at(1));
  bench.answer_changes({server_row(id, "Buy oat milk", 2)}, 2);
  CHECK(bench.titles() == std::vector<std::string>{"Buy oat milk"});
  CHECK(bench.count<ChangesRequest>() == 2);
}

TEST_CASE("drain: where a page cannot be written, the one asked for ahead is not taken in") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.disk.refuse_commits(true);
  bench.answer_changes({server_row(make_uuid_v7(1, 2, 3), "Buy milk", 1)}, 1, true);
  REQUIRE(bench.count<ChangesRequest>() == 2);
  bench.disk.refuse_commits(false);
  bench.answer_changes({server_row(make_uuid_v7(1, 2, 4), "Call Ann", 2)}, 2);
  CHECK(bench.titles().empty());
  CHECK(bench.device->view().claim != SyncClaim::synced);
  bench.let_wait_pass();
  REQUIRE(bench.count<ChangesRequest>() == 3);
  CHECK(std::get<ChangesRequest>(bench.sent.back().request->body).cursor.empty());
}

TEST_CASE("drain: a page that cannot be written is not asked for again at once") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.disk.refuse_commits(true);
  bench.answer_changes({server_row(make_uuid_v7(1, 2, 3), "Buy milk", 1)}, 1);
  CHECK(bench.count<ChangesRequest>() == 1);
  CHECK(bench.device->view().next_attempt_ms > bench.time_ms);
}

}  // namespace srl
