// SPDX-License-Identifier: MIT
// "Tomorrow, at this time" over a night in which the clocks are set.
#include "support/runs.h"

namespace srl {
namespace {

constexpr TimeMs kAskedMs = kMinuteMs;

// The phone stays open; its clocks are set `times` times in the night.
History over_night(std::string_view jobs, int times) {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::jobs] = jobs;
  history.duration_ms = 26 * kHourMs;
  history.gestures.push_back(create_gesture(kSecondMs, kPhone, "Call"));
  Gesture remind = test::session_gesture(kAskedMs, GestureKind::remind_tomorrow);
  remind.task = 1;
  history.gestures.push_back(remind);
  history.gestures.push_back(test::session_gesture(2 * kMinuteMs, GestureKind::close_device));
  history.gestures.push_back(test::session_gesture(22 * kHourMs, GestureKind::open_device));
  for (int i = 0; i < times; ++i) {
    FaultSpec change = test::fault_between("clock_change_of_the_year", i + 1, 0);
    change.delay_ms = (i + 1) * kHourMs;
    history.faults.push_back(change);
  }
  return history;
}

TimeMs due_ms(const World& world) {
  const std::vector<ShownNotice>& shown = world.device(0).notices().shown();
  REQUIRE(shown.size() == 1);
  return shown[0].notice.due_at;
}

}  // namespace

TEST_CASE("sim/clock change: tomorrow at this time is 23 hours away when the clocks go forward") {
  const std::unique_ptr<World> world = test::run_world(over_night("leased_outbox", 1));
  CHECK(due_ms(*world) == kAskedMs + 23 * kHourMs);
  CHECK(world->metrics().value(Metric::reminders_across_clock_change) == 1);
  CHECK(test::broken_promises(*world).empty());
}

TEST_CASE("sim/clock change: it is 24 hours away when they go forward and back, or stay") {
  for (const int times : {0, 2}) {
    CAPTURE(times);
    const std::unique_ptr<World> world = test::run_world(over_night("leased_outbox", times));
    CHECK(due_ms(*world) == kAskedMs + kDayMs);
    CHECK(test::broken_promises(*world).empty());
  }
}

TEST_CASE("sim/clock change: who counts 24 hours is an hour off") {
  for (const std::string_view jobs : {"device_timer", "in_process_timer", "cron_flag"}) {
    CAPTURE(jobs);
    const std::unique_ptr<World> world = test::run_world(over_night(jobs, 1));
    CHECK(due_ms(*world) == kAskedMs + kDayMs);
    CHECK(test::is_broken(*world, "reminders_at_wall_time"));
    CHECK(!test::is_broken(*test::run_world(over_night(jobs, 0)), "reminders_at_wall_time"));
  }
}

TEST_CASE("sim/clock change: the clocks go forward first and back the next time") {
  History history = over_night("leased_outbox", 0);
  history.duration_ms = 30 * kHourMs;
  FaultSpec forward = test::fault_between("clock_change_of_the_year", 1, 0);
  forward.delay_ms = 10;
  FaultSpec back = test::fault_between("clock_change_of_the_year", 100, 0);
  back.delay_ms = 12 * kHourMs;
  history.faults = {forward, back};
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(due_ms(*world) == kAskedMs + 25 * kHourMs);
  CHECK(test::broken_promises(*world).empty());
}

}  // namespace srl
