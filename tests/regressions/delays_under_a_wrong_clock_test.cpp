// SPDX-License-Identifier: MIT
// A device's clock ran an hour ahead and was set right while it waited to try again. Delays were
// measured by that clock: the next attempt was "not before" a time an hour away, and the timer that
// woke the device up only set the next one. Found by the sweep with the fault clock_skew.
#include "sim/workloads/workload.h"
#include "support/bench_device.h"
#include "support/runs.h"

namespace srl {

TEST_CASE(
    "regression: a refresh is tried again in time although the clock was set back meanwhile") {
  test::BenchDevice bench(kReliablePreset);
  bench.wall_ahead_ms = kHourMs;
  bench.start();
  bench.answer_changes({}, 0);
  bench.create("Once");
  bench.settle_disk();
  bench.refuse(ErrorCode::token_expired);
  REQUIRE(bench.count<RefreshRequest>() == 1);
  bench.refuse(ErrorCode::unavailable);
  REQUIRE(bench.timers.count(TimerKind::session_retry) == 1);
  bench.wall_ahead_ms = 0;
  bench.time_ms += bench.timers.at(TimerKind::session_retry);
  bench.device->on_timer(TimerKind::session_retry);
  CHECK(bench.count<RefreshRequest>() == 2);
}

TEST_CASE("regression: a push is tried again in time although the clock was set back meanwhile") {
  test::BenchDevice bench(kReliablePreset);
  bench.wall_ahead_ms = kHourMs;
  bench.start();
  bench.answer_changes({}, 0);
  bench.create("Once");
  bench.settle_disk();
  const int pushes = bench.count<PushRequest>();
  bench.fail(ErrorCode::unavailable);
  REQUIRE(bench.timers.count(TimerKind::retry) == 1);
  bench.wall_ahead_ms = 0;
  bench.time_ms += bench.timers.at(TimerKind::retry);
  bench.device->on_timer(TimerKind::retry);
  CHECK(bench.count<PushRequest>() == pushes + 1);
}

TEST_CASE("regression: tokens grow old by the clock that is never set") {
  test::BenchDevice bench(kReliablePreset);
  bench.secrets.tokens.access_lifetime_ms = 15 * kMinuteMs;
  bench.start();
  bench.answer_changes({}, 0);
  bench.wall_ahead_ms = kHourMs;  // set forward: nothing has aged
  bench.create("Once");
  bench.settle_disk();
  CHECK(bench.count<RefreshRequest>() == 0);
  CHECK(bench.sent.back().is_push());
}

TEST_CASE("regression: in the world, a clock that is set right holds nothing up") {
  History history = test::quiet_history(kReliablePreset);
  FaultSpec skew = test::fault_between("clock_skew", 500, 12'000);
  skew.device = kPhone;
  history.faults.push_back(skew);
  FaultSpec expire = test::fault_between("expire_token", 1'000, 1'001);
  history.faults.push_back(expire);
  history.faults.push_back(test::fault_between("server_down", 1'000, 11'000));
  history.gestures.push_back(create_gesture(2'000, kPhone, "Once"));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK(test::broken_promises(*world).empty());
  CHECK(world->now_ms() < 20 * kMinuteMs);
  CHECK(world->service_rows()->size() == 1);
}

}  // namespace srl
