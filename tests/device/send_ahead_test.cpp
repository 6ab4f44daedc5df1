// SPDX-License-Identifier: MIT
// The next push goes out before the answer to the last one is taken in.
#include <algorithm>

#include "support/bench_device.h"

namespace srl {

using test::BenchDevice;

namespace {

// Four tasks are waiting, two fit into a push, and the first push is on its way.
struct TwoPushes : BenchDevice {
  TwoPushes() : BenchDevice(kReliablePreset) {
    settings.limits.push_operations_max = 2;
    start();
    answer_changes({}, 0);
    device->on_online(false);
    for (const char* title : {"One", "Two", "Three", "Four"}) create(title);
    settle_disk();
    device->on_online(true);
    let_wait_pass();
    REQUIRE(sent.back().is_push());
  }
};

}  // namespace

TEST_CASE("send ahead: the next push goes out before the last answer is written") {
  TwoPushes bench;
  const std::vector<OpId> first = bench.last_pushed();
  const BatchId before = bench.sent.back().batch;
  bench.acknowledge(1);
  REQUIRE(bench.count<PushRequest>() == 2);
  CHECK(bench.sent.back().batch == before);
  CHECK(bench.database->store().last_batch() > before);
  for (const OpId& id : bench.last_pushed()) {
    CHECK(std::find(first.begin(), first.end(), id) == first.end());
  }
  bench.acknowledge(3);
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.count<PushRequest>() == 2);
}

TEST_CASE("send ahead: an answer that refuses something is taken in first") {
  TwoPushes bench;
  const BatchId before = bench.sent.back().batch;
  PushResponse reply;
  for (const OpStatus status : {OpStatus::applied, OpStatus::rejected}) {
    OpResult result;
    result.status = status;
    result.code = status == OpStatus::rejected ? ErrorCode::bad_value : ErrorCode::none;
    result.task = *bench.sent.back().push().operations[reply.results.size()].task;
    result.version = 1;
    reply.results.push_back(result);
  }
  bench.answer({200, reply});
  REQUIRE(bench.count<PushRequest>() == 2);
  CHECK(bench.sent.back().batch > before);
}

TEST_CASE("send ahead: a lost answer to the push ahead does not bring back what was answered") {
  TwoPushes bench;
  bench.acknowledge(1);
  const std::vector<OpId> second = bench.last_pushed();
  bench.device->on_timer(TimerKind::request_timeout);
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::retry);
  REQUIRE(bench.count<PushRequest>() == 3);
  CHECK(bench.last_pushed() == second);
}

}  // namespace srl
