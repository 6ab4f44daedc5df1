// SPDX-License-Identifier: MIT
// What a device makes of a service that turns it away.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;

// A write is on its way.
struct Pushing : BenchDevice {
  explicit Pushing(std::string_view preset) : BenchDevice(preset) {
    start();
    answer(preset == kNaivePreset ? Response{200, ListResponse{}}
                                  : Response{200, ChangesResponse{}});
    create("Buy milk");
    settle_disk();
    REQUIRE(sent.back().is_push());
  }

  void turn_away(ErrorCode code, DurationMs retry_after_ms) {
    Response refused = problem_response(make_error(code, "test"));
    std::get<Problem>(refused.body).retry_after_ms = retry_after_ms;
    answer(refused);
  }
};

}  // namespace

TEST_CASE("retry: a device that is told to wait sends nothing before, and says until when") {
  for (const ErrorCode code : {ErrorCode::unavailable, ErrorCode::too_many_requests}) {
    Pushing bench(kReliablePreset);
    const std::size_t sent = bench.sent.size();
    bench.turn_away(code, 20'000);
    CHECK(bench.device->view().next_attempt_ms >= bench.time_ms + 20'000);
    bench.time_ms += 19'999;
    bench.device->on_timer(TimerKind::retry);
    bench.device->on_timer(TimerKind::poll);
    bench.device->on_online(false);
    bench.device->on_online(true);
    CHECK(bench.sent.size() == sent);
    bench.time_ms += 2 * kMinuteMs;
    bench.device->on_timer(TimerKind::retry);
    REQUIRE(bench.sent.back().is_push());
    CHECK(bench.sent.size() == sent + 1);
    CHECK(bench.counted.value(Metric::retry_after, "obeyed") == 1);
    CHECK(bench.counted.value(Metric::retry_after, "ignored") == 0);
  }
}

TEST_CASE("retry: a naive device is back at once, whatever it was told") {
  Pushing bench(kNaivePreset);
  const std::size_t sent = bench.sent.size();
  bench.turn_away(ErrorCode::unavailable, 20'000);
  CHECK(bench.sent.size() == sent + 1);
  CHECK(bench.counted.value(Metric::retry_after, "ignored") == 1);
}

TEST_CASE("retry: a person who asks is not kept waiting") {
  Pushing bench(kReliablePreset);
  bench.turn_away(ErrorCode::unavailable, 20'000);
  const std::size_t sent = bench.sent.size();
  bench.device->sync_now();
  CHECK(bench.sent.size() == sent + 1);
}

TEST_CASE(
    "retry: without retries a pull that goes well does not wake the queue, another gesture does") {
  Pushing bench(kReliablePreset);
  Safeguards safeguards = preset(kReliablePreset).value();
  safeguards[Decision::sync_retry] = "none";
  bench.settings.policies = resolve(safeguards).value();
  bench.turn_away(ErrorCode::unavailable, 0);
  for (int i = 0; i < 3; ++i) {
    bench.time_ms += kPollIntervalMs;
    bench.device->on_timer(TimerKind::poll);
    REQUIRE(bench.sent.back().is<ChangesRequest>());
    bench.answer_changes({}, 0);
  }
  CHECK(bench.count<PushRequest>() == 1);
  bench.create("Call the plumber");
  bench.settle_disk();
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.count<PushRequest>() == 2);
}

TEST_CASE("retry: being turned away for the rate and for a full disk are told apart") {
  Pushing bench(kReliablePreset);
  bench.turn_away(ErrorCode::too_many_requests, 1'000);
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::retry);
  bench.turn_away(ErrorCode::storage_failed, 1'000);
  CHECK(bench.counted.value(Metric::sync_retries, "rate_limited") == 1);
  CHECK(bench.counted.value(Metric::sync_retries, "unavailable") == 1);
  CHECK(bench.counted.value(Metric::sync_replay_failures, "unavailable") == 1);
}

TEST_CASE("retry: a refresh that is told to wait waits too") {
  Pushing bench(kReliablePreset);
  bench.refuse(ErrorCode::token_expired);
  REQUIRE(bench.sent.back().is<RefreshRequest>());
  const std::size_t sent = bench.sent.size();
  bench.turn_away(ErrorCode::unavailable, 20'000);
  bench.time_ms += 19'999;
  bench.device->on_timer(TimerKind::session_retry);
  CHECK(bench.sent.size() == sent);
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::session_retry);
  CHECK(bench.sent.size() == sent + 1);
  CHECK(bench.sent.back().is<RefreshRequest>());
}

}  // namespace srl
