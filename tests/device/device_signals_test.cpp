// SPDX-License-Identifier: MIT
// Signals of a device that a run of the world has no occasion for, or seldom.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;

}  // namespace

TEST_CASE("device/signals: a cursor that the service refuses is counted, and a snapshot taken") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.refuse(ErrorCode::cursor_reset);
  CHECK(bench.counted.total(Metric::cursor_resets) == 1);
  CHECK(bench.sent.back().is<SnapshotRequest>());
}

TEST_CASE(
    "device/signals: a person who asks again and again spends the retry budget, and it shows") {
  constexpr int kMoreThanTheBudget = 15;
  BenchDevice bench(kReliablePreset);
  bench.start();
  for (int i = 0; i < kMoreThanTheBudget; ++i) {
    bench.device->sync_now();
    bench.fail(ErrorCode::unreachable);
  }
  CHECK(bench.counted.total(Metric::retry_budget_exhausted) > 0);
  CHECK(bench.counted.total(Metric::sync_requests_refused) == kMoreThanTheBudget);
}

TEST_CASE("device/signals: losing the network is counted, and so is a start without one") {
  BenchDevice bench(kReliablePreset);
  bench.start(false);
  CHECK(bench.counted.total(Metric::device_offline) == 1);
  bench.device->on_online(true);
  bench.device->on_online(false);
  CHECK(bench.counted.total(Metric::device_offline) == 2);
  CHECK(bench.counted.total(Metric::app_starts) == 1);
  bench.kill_and_start();
  CHECK(bench.counted.total(Metric::app_starts) == 2);
}

TEST_CASE("device/signals: a start before anybody knows of a network is no loss of one") {
  BenchDevice bench(kReliablePreset);
  REQUIRE(bench.device->start(std::nullopt, 1).ok());
  CHECK_FALSE(bench.device->view().online);
  CHECK(bench.counted.total(Metric::device_offline) == 0);
}

TEST_CASE("device/signals: a refresh that fails says why, and a session that ends is a loss") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.refuse(ErrorCode::token_expired);
  REQUIRE(bench.sent.back().is<RefreshRequest>());
  bench.fail(ErrorCode::unreachable);
  CHECK(bench.counted.value(Metric::auth_refresh_failures, "unreachable") == 1);
  CHECK(bench.counted.total(Metric::auth_sessions_lost) == 0);
  bench.device->sync_now();
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::session_retry);
  REQUIRE(bench.sent.back().is<RefreshRequest>());
  bench.refuse(ErrorCode::session_ended);
  CHECK(bench.counted.total(Metric::auth_sessions_lost) == 1);
}

}  // namespace srl
