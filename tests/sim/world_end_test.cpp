// SPDX-License-Identifier: MIT
// When a run is over: judged, with nothing scheduled any more, or out of the time that runs have.
#include "model/schedule.h"
#include "support/runs.h"

namespace srl {
namespace {

// A phone that goes offline and stays so, with a write in its queue. Nobody has said when it ends.
History offline_for_ever() {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 0;
  history.faults.push_back(test::fault_between("offline", 1'000, 0));
  history.gestures.push_back(create_gesture(2'000, kPhone, "Never sent"));
  return history;
}

}  // namespace

TEST_CASE("sim/world: a run at rest is not over while the history goes on") {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 0;
  history.gestures.push_back(create_gesture(1'000, kPhone, "Early"));
  history.gestures.push_back(create_gesture(kHourMs, kPhone, "Late"));
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(kHourMs / 2);
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK_FALSE(world->is_over());
  CHECK(world->run_to_end());
  CHECK(world->is_over());
  CHECK(world->now_ms() > kHourMs);
  CHECK(world->service_rows()->size() == 2);
}

TEST_CASE("sim/world: a fault without an end is judged out of time when the time of a run is up") {
  const std::unique_ptr<World> world = test::run_world(offline_for_ever());
  CHECK(world->end() == WorldEnd::out_of_time);
  CHECK(world->is_over());
  CHECK(world->now_ms() == kRunTimeMax);
  CHECK_FALSE(world->step());
  CHECK(world->now_ms() == kRunTimeMax);
}

TEST_CASE("sim/world: liveness is not yet due at the end of time while a fault is still active") {
  const std::unique_ptr<World> world = test::run_world(offline_for_ever());
  CHECK(world->device(0).view().queued == 1);
  CHECK(test::verdict(*world, "queue_drains").status == PromiseStatus::not_yet_due);
}

TEST_CASE("sim/world: time stands still at the end of time, however far a person wants to go") {
  const std::unique_ptr<World> ran = test::run_world(offline_for_ever());
  const std::unique_ptr<World> jumped = test::open_world(offline_for_ever());
  jumped->run_until(2 * kRunTimeMax);
  CHECK(jumped->now_ms() == kRunTimeMax);
  CHECK(jumped->end() == WorldEnd::out_of_time);
  CHECK(jumped->digest() == ran->digest());
}

// The worker makes its job of cleaning up somewhere in the first half second of a run.
TEST_CASE(
    "sim/world: a damaged job of the worker's own has the time to be given up, as a reminder") {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 6 * kMinuteMs;
  for (TimeMs after_ms = 10; after_ms <= 500; after_ms += 10) {
    const TimeMs at_ms = kCronIntervalMs + after_ms;
    history.faults.push_back(test::fault_between("poison_job", at_ms, at_ms + 1));
  }
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->log().count(EventKind::job_discarded) == 1);
  CHECK(world->end() == WorldEnd::at_rest);
}

TEST_CASE("sim/world: a run that outlives its steps says so and can go on") {
  const std::unique_ptr<World> world = test::open_world(test::quiet_history(kReliablePreset));
  CHECK_FALSE(world->run_to_end(3));
  CHECK(world->steps() == 3);
  CHECK(world->run_to_end());
}

}  // namespace srl
