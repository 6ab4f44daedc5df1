// SPDX-License-Identifier: MIT
// A reminder is on its way, and the work goes on.
#include "model/schedule.h"
#include "support/runs.h"

namespace srl {
namespace {

constexpr TimeMs kDueMs = 4 * kMinuteMs;
constexpr TimeMs kMeanwhileMs = kCronIntervalMs + 30 * kSecondMs;  // sent, and not there yet

// The laptop has a reminder, which is held up for two minutes on its way to both devices.
History held_up(std::string_view preset) {
  History history = test::quiet_history(preset, true);
  history.duration_ms = 12 * kMinuteMs;
  Gesture remind = create_gesture(kSecondMs, kLaptop, "Tea");
  remind.patch.mark(TaskField::remind_at);
  remind.patch.values.remind_at = kDueMs;
  history.gestures.push_back(remind);
  history.faults.push_back(test::fault_between("late_notice", 1, history.duration_ms));
  return history;
}

TaskPatch remind_patch(TimeMs at_ms) {
  TaskPatch patch;
  patch.mark(TaskField::remind_at);
  patch.values.remind_at = at_ms;
  return patch;
}

const Gesture kDone = update_gesture(kMeanwhileMs, kPhone, 1, completed_patch(true));
const Gesture kDeleted = delete_gesture(kMeanwhileMs, kPhone, 1);
const Gesture kMoved = update_gesture(kMeanwhileMs, kPhone, 1, remind_patch(8 * kMinuteMs));

std::size_t shown_for(const World& world, TimeMs due_ms) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < world.device_count(); ++i) {
    for (const ShownNotice& shown : world.device(i).notices().shown()) {
      if (shown.notice.due_at == due_ms) ++count;
    }
  }
  return count;
}

}  // namespace

TEST_CASE("sim/late notice: a reminder of what is done, deleted or moved meanwhile is not shown") {
  for (const Gesture& change : {kDone, kDeleted, kMoved}) {
    History history = held_up(kReliablePreset);
    history.gestures.push_back(change);
    const std::unique_ptr<World> world = test::run_world(history);
    CHECK(world->probes().count(Probe::reminder_overtaken) == 2);
    CHECK(shown_for(*world, kDueMs) == 0);
    CHECK(world->metrics().value(Metric::reminders_outdated) == 2);
    CHECK(test::broken_promises(*world).empty());
  }
}

TEST_CASE("sim/late notice: at its new time the moved one is shown") {
  History history = held_up(kReliablePreset);
  history.gestures.push_back(kMoved);
  CHECK(shown_for(*test::run_world(history), 8 * kMinuteMs) == 2);
}

TEST_CASE("sim/late notice: a change that only the device itself knows of counts there") {
  History history = held_up(kReliablePreset);
  history.gestures.push_back(kDone);
  FaultSpec alone = test::fault_between("partition", kMeanwhileMs - 1, 9 * kMinuteMs);
  alone.device = kPhone;
  history.faults.push_back(alone);
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->find_device(kPhone)->notices().shown().empty());
  CHECK(world->find_device(kLaptop)->notices().shown().size() == 1);  // it could not know
  CHECK(test::broken_promises(*world).empty());
}

TEST_CASE("sim/late notice: undisturbed work is reminded of, late") {
  const std::unique_ptr<World> world = test::run_world(held_up(kReliablePreset));
  CHECK(shown_for(*world, kDueMs) == 2);
  CHECK(test::broken_promises(*world).empty());
}

TEST_CASE("sim/late notice: a worker that sets a flag has the devices show whatever comes") {
  for (const Gesture& change : {kDone, kDeleted, kMoved}) {
    History history = held_up(kNaivePreset);
    history.safeguards[Decision::jobs] = "cron_flag";
    history.gestures.push_back(change);
    const std::unique_ptr<World> world = test::run_world(history);
    CHECK(shown_for(*world, kDueMs) > 0);
    CHECK(test::is_broken(*world, "no_reminder_for_done_work"));
  }
}

}  // namespace srl
