// SPDX-License-Identifier: MIT
// Whose answer it is, and what an answer leaves out: only the service passes a verdict, and what
// has no result of its own goes out again.
#include "protocol/http_form.h"
#include "protocol/json_codec.h"
#include "sim/wire_changes.h"
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;

constexpr int kStatuses[] = {200, 204, 401, 403, 404, 410, 413, 429, 500, 502, 503};

// Three tasks are on their way in one push.
struct PushingThree : BenchDevice {
  explicit PushingThree(std::string_view preset = kReliablePreset) : BenchDevice(preset) {
    start(false);
    for (const char* title : {"Buy milk", "Call the plumber", "Book flights"}) create(title);
    settle_disk();
    device->on_online(true);
    let_wait_pass();
    REQUIRE(sent.back().is_push());
    REQUIRE(sent.back().operations().size() == 3);
  }

  PushResponse results() const {
    PushResponse reply;
    std::int64_t version = 0;
    for (const WireOperation& operation : sent.back().push().operations) {
      OpResult result;
      result.op_id = operation.op_id;
      result.task = *operation.task;
      result.version = ++version;
      reply.results.push_back(result);
    }
    reply.server_seq = version;
    return reply;
  }

  // Time passes until the next push goes out, which is returned.
  const Sent& next_push() {
    const int pushes = count<PushRequest>();
    for (int i = 0; i < 5 && count<PushRequest>() == pushes; ++i) {
      time_ms += 5 * kMinuteMs;
      if (!sent.back().is_push()) answer_changes({}, 0);
      device->on_timer(TimerKind::retry);
    }
    REQUIRE(count<PushRequest>() == pushes + 1);
    REQUIRE(sent.back().is_push());
    return sent.back();
  }
};

}  // namespace

TEST_CASE(
    "answers: no page of a proxy refuses, drops or acknowledges a write, whatever its status") {
  for (const int status : kStatuses) {
    for (std::uint64_t word = 0; word < 4; ++word) {
      CAPTURE(status);
      CAPTURE(word);
      PushingThree bench;
      bench.answer(from_http(Route::push, page_of(status, word)));
      CHECK(bench.device->view().queued == 3);
      CHECK(bench.device->view().rejected.empty());
      CHECK(bench.device->view().session.is_signed_in());
      if (status != 413) CHECK(bench.next_push().operations().size() == 3);
      CHECK(bench.counted.value(Metric::sync_foreign_answers) == 1);
    }
  }
}

TEST_CASE("answers: no page of a proxy ends a session, on a refresh or on any other route") {
  for (const int status : kStatuses) {
    for (std::uint64_t word = 0; word < 4; ++word) {
      PushingThree bench;
      bench.refuse(ErrorCode::token_expired);
      REQUIRE(bench.sent.back().is<RefreshRequest>());
      bench.answer(from_http(Route::refresh, page_of(status, word)));
      CHECK(bench.device->view().session.is_signed_in());
      CHECK(bench.device->view().queued == 3);
    }
  }
}

TEST_CASE("answers: a page instead of a pull leaves rows and cursor as they were") {
  for (const int status : kStatuses) {
    BenchDevice bench(kReliablePreset);
    bench.start();
    bench.answer_changes({test::server_row(make_uuid_v7(1, 1, 1), "Buy milk", 3)}, 3);
    bench.time_ms += kPollIntervalMs;
    bench.device->on_timer(TimerKind::poll);
    REQUIRE(bench.sent.back().is<ChangesRequest>());
    bench.answer(from_http(Route::changes, page_of(status, 3)));
    CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
    CHECK(bench.device->view().server_seq == 3);
    bench.time_ms += 5 * kMinuteMs;
    bench.device->on_timer(TimerKind::retry);
    bench.device->on_timer(TimerKind::poll);
    CHECK(std::get<ChangesRequest>(bench.sent.back().request->body).cursor ==
          BenchDevice::cursor_at(3));
  }
}

TEST_CASE("answers: a proxy that says when to come back is obeyed") {
  PushingThree bench;
  HttpResponseForm page = page_of(503);
  page.retry_after_s = 20;
  bench.answer(from_http(Route::push, page));
  CHECK(bench.device->view().next_attempt_ms >= bench.time_ms + 20'000);
  CHECK(bench.device->view().trouble == ErrorCode::foreign_answer);
}

TEST_CASE("answers: a naive device believes the proxy, and its queue is gone") {
  PushingThree bench(kNaivePreset);
  bench.answer(from_http(Route::push, page_of(401)));
  CHECK(bench.device->view().queued == 0);
}

TEST_CASE("answers: what has no result goes out again, and the others are acknowledged") {
  PushingThree bench;
  const std::vector<OpId> pushed = bench.last_pushed();
  PushResponse reply = bench.results();
  reply.results.erase(reply.results.begin() + 1);
  bench.answer({200, reply});
  CHECK(bench.device->view().queued == 1);
  CHECK(bench.next_push().operations() == std::vector<OpId>{pushed[1]});
}

TEST_CASE("answers: an answer without results leaves nothing sending for ever") {
  PushingThree bench;
  bench.answer({200, PushResponse{}});
  CHECK(bench.device->view().queued == 3);
  CHECK(bench.counted.value(Metric::sync_unreadable_answers) == 1);
  CHECK(bench.next_push().operations().size() == 3);
}

TEST_CASE("answers: results in another order find their operations, those of others nothing") {
  PushingThree bench;
  PushResponse reply = bench.results();
  std::swap(reply.results[0], reply.results[2]);
  reply.results[1].op_id = make_uuid_v7(9, 9, 9);
  bench.answer({200, reply});
  CHECK(bench.device->view().queued == 1);
}

TEST_CASE("answers: a result that says \"applied\" and names no row is no acknowledgement") {
  PushingThree bench;
  PushResponse reply = bench.results();
  reply.results[0].task = TaskId{};
  reply.results[1].version = 0;
  bench.answer({200, reply});
  CHECK(bench.device->view().queued == 2);
}

TEST_CASE("answers: an answer whose body ends in the middle is as good as none") {
  PushingThree bench;
  HttpResponseForm whole = to_http(Response{200, bench.results()});
  whole.body.resize(whole.body.size() / 2);
  bench.answer(from_http(Route::push, whole));
  CHECK(bench.device->view().queued == 3);
  CHECK(bench.next_push().operations().size() == 3);
}

TEST_CASE("answers: a push is cut to what one request may hold") {
  BenchDevice bench(kReliablePreset);
  bench.start(false);
  TaskPatch large;
  large.mark(TaskField::title);
  large.mark(TaskField::description);
  large.values.title = "Large";
  large.values.description = std::string(kDescriptionBytesMax, '"');  // twice as long in JSON
  for (Intent i = 1; i <= 60; ++i) REQUIRE(bench.device->create_task(large, i).ok());
  bench.settle_disk();
  bench.device->on_online(true);
  bench.let_wait_pass();
  const PushRequest& push = bench.sent.back().push();
  CHECK(push.operations.size() < 60);
  CHECK(push.operations.size() > 40);
  CHECK(json_text(push).size() <= kRequestBytesMax);
}

TEST_CASE("answers: a push that is too large for the way is halved until it fits") {
  PushingThree bench;
  bench.answer(from_http(Route::push, page_of(413)));
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().operations().size() == 1);
  CHECK(bench.device->view().queued == 3);
  CHECK(bench.device->view().parked == 0);
}

TEST_CASE("answers: one operation that is too large is kept and shown, and the others go on") {
  PushingThree bench;
  const std::vector<OpId> pushed = bench.last_pushed();
  bench.answer(from_http(Route::push, page_of(413)));
  bench.answer(from_http(Route::push, page_of(413)));
  CHECK(bench.device->view().parked == 1);
  CHECK(bench.device->view().parked_for_size == 1);
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().operations() == std::vector<OpId>{pushed[1]});
  bench.acknowledge(1);
  CHECK(bench.device->view().queued == 2);
  CHECK(bench.device->view().parked == 1);
}

TEST_CASE("answers: another network may take more again") {
  PushingThree bench;
  bench.answer(from_http(Route::push, page_of(413)));
  bench.device->on_online(false);
  bench.device->on_online(true);
  bench.let_wait_pass();
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().operations().size() == 3);
}

}  // namespace srl
