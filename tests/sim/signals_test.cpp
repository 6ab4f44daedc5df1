// SPDX-License-Identifier: MIT
// Faults and the signals that show them, and the switch between policies in the middle of a run.
#include "sim/scenarios.h"
#include "support/runs.h"

namespace srl {
namespace {

constexpr const char* kPromise = "every_fault_leaves_a_signal";

Gesture switch_signals(TimeMs at_ms, std::string_view policy) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.kind = GestureKind::switch_policy;
  gesture.decision = Decision::signals;
  gesture.policy = policy;
  return gesture;
}

FaultSpec lost_push(TimeMs from_ms, TimeMs until_ms) {
  FaultSpec lost = test::fault_between("drop_request", from_ms, until_ms);
  lost.route = "push";
  lost.count = 1;
  return lost;
}

}  // namespace

TEST_CASE("signals: every fault says how it comes out, and which counters of failures show it") {
  for (const Fault* fault : faults_in_order()) {
    CAPTURE(fault->name);
    CHECK(!fault->comes_out_as.empty());
    CHECK(!fault->shows_in.empty());
    for (const Metric metric : fault->shows_in) {
      const MetricInfo& info = metric_info(metric);
      CAPTURE(info.name);
      CHECK(info.type == MetricType::counter);
      std::size_t failures = 0;
      for (std::size_t i = 0; i < info.series_count; ++i) failures += !counts_success(info, i);
      CHECK(failures > 0);
    }
  }
}

TEST_CASE("signals: a switch in mid-run shows what happens from then on, and not the past") {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 60 * kSecondMs;
  history.safeguards[Decision::signals] = "http_status_only";
  history.gestures = {create_gesture(2'000, kPhone, "Buy milk"),
                      switch_signals(20'000, "per_operation"),
                      create_gesture(30'000, kPhone, "Call mum")};
  history.faults = {lost_push(1'500, 5'000), lost_push(29'000, 35'000)};
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->metrics().total(Metric::sync_request_timeouts) == 2);
  CHECK(world->exposed_metrics().total(Metric::sync_request_timeouts) == 1);
  const std::vector<std::int64_t> course =
      world->metric_history().samples(Metric::sync_request_timeouts);
  CHECK(course[30] == 0);  // at 15 s the first one has been counted, and hidden
}

TEST_CASE("signals: what was silent stays silent when counting begins afterwards") {
  for (const TimeMs switched_ms : {4'000, 20'000}) {
    CAPTURE(switched_ms);
    History history = test::quiet_history(kReliablePreset);
    history.safeguards[Decision::signals] = "http_status_only";
    history.gestures = {create_gesture(2'000, kPhone, "Buy milk"),
                        switch_signals(switched_ms, "per_operation")};
    history.faults = {lost_push(1'500, 3'000)};
    const std::unique_ptr<World> world = test::run_world(history);
    // The time-out comes at 12 s: a policy that counts by then hears of it.
    CHECK(test::is_broken(*world, kPromise) == (switched_ms > 12'000));
  }
}

TEST_CASE("signals: what was shown stays shown when counting ends afterwards") {
  History history = test::quiet_history(kReliablePreset);
  history.gestures = {create_gesture(2'000, kPhone, "Buy milk"),
                      switch_signals(20'000, "http_status_only")};
  history.faults = {lost_push(1'500, 3'000)};
  CHECK_FALSE(test::is_broken(*test::run_world(history), kPromise));
}

TEST_CASE("signals: a fault that harms nobody needs no signal") {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::signals] = "http_status_only";
  FaultSpec slow = test::fault_between("delay", 1'000, 20'000);
  slow.delay_ms = 50;
  history.faults = {slow};
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->fault_strikes(0) > 0);
  CHECK_FALSE(test::is_broken(*world, kPromise));
}

TEST_CASE("signals: a refusal is seen by its status alone, a lost request is not") {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::signals] = "http_status_only";
  history.gestures = {create_gesture(6'000, kPhone, "Buy milk")};
  history.faults = {test::fault_between("expire_token", 5'000, 5'500)};
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->exposed_metrics().value(Metric::http_responses, "4xx") > 0);
  CHECK_FALSE(test::is_broken(*world, kPromise));
}

TEST_CASE("signals: the finding names the faults that went silent, once each") {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::signals] = "http_status_only";
  history.gestures = {create_gesture(2'000, kPhone, "Buy milk")};
  FaultSpec killed;
  killed.fault = "kill_app";
  killed.from_ms = 20'000;
  history.faults = {lost_push(1'500, 5'000), killed, killed};
  history.faults[2].from_ms = 23'000;
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::verdict(*world, kPromise).finding.text ==
        "“Lose requests” and “Kill the app” went silent: under “HTTP status only” no number says "
        "that it happened");
}

TEST_CASE("signals: a rewind brings back what was exposed, and what was silent") {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::signals] = "http_status_only";
  history.gestures = {create_gesture(2'000, kPhone, "Buy milk"),
                      switch_signals(20'000, "per_operation"),
                      create_gesture(21'000, kPhone, "Call mum")};
  history.faults = {lost_push(1'500, 5'000)};
  const std::unique_ptr<World> world = test::run_world(history);
  const Metrics exposed = world->exposed_metrics();
  const std::uint64_t digest = world->digest();
  const TimeMs end_ms = world->now_ms();
  REQUIRE(world->rewind(10'000).ok());
  CHECK(world->exposure().level() == SignalLevel::status);
  world->run_until(end_ms);
  CHECK(world->exposed_metrics() == exposed);
  CHECK(world->digest() == digest);
}

TEST_CASE(
    "signals: silent-failure is all green under naive, and told by two numbers under reliable") {
  for (const std::string_view preset : {kNaivePreset, kReliablePreset}) {
    CAPTURE(preset);
    Result<History> history = open_scenario("silent-failure");
    REQUIRE(history.ok());
    REQUIRE(apply_preset(*history, preset).ok());
    const std::unique_ptr<World> world = test::open_world(*history);
    world->run_until(16'000);
    const Metrics exposed = world->exposed_metrics();
    CHECK(exposed.value(Metric::http_responses, "2xx") > 5);
    CHECK(failures_counted(exposed, Metric::http_responses) == 0);
    const bool speaks = preset == kReliablePreset;
    CHECK((exposed.total(Metric::sync_request_timeouts) == 1) == speaks);
    CHECK((exposed.value(Metric::sync_retries, "timeout") == 1) == speaks);
    world->run_to_end();
    CHECK(world->service_rows()->size() == 4);  // nothing was lost, under neither
    CHECK(test::broken_promises(*world) ==
          (speaks ? std::vector<std::string>() : std::vector<std::string>{kPromise}));
  }
}

}  // namespace srl
