// SPDX-License-Identifier: MIT
// Tasks with reminders over forty minutes: they are moved, done, reopened and deleted, apps are
// closed and opened again, while the worker comes by every five minutes.
#include "sim/workloads/workload.h"

namespace srl {
namespace {

constexpr int kGestures = 24;
constexpr DurationMs kBetweenMaxMs = 2 * kMinuteMs;
constexpr DurationMs kRemindAfterMaxMs = 15 * kMinuteMs;
constexpr std::uint64_t kLateNoticePpm = 300'000;
constexpr DurationMs kQuietMs = 12 * kMinuteMs;  // so that most reminders fall due within the run

TaskPatch remind_patch(TimeMs remind_at) {
  TaskPatch patch;
  patch.mark(TaskField::remind_at);
  patch.values.remind_at = remind_at;
  return patch;
}

// Over soon, and followed up an hour later: beyond most runs, but the job is made and cancelled.
TaskPatch begins_patch(TimeMs begins_at) {
  TaskPatch patch;
  patch.mark(TaskField::begins_at);
  patch.mark(TaskField::duration_min);
  patch.values.begins_at = begins_at;
  patch.values.duration_min = 1;
  return patch;
}

Gesture new_task(RandomStream& random, TimeMs at_ms, int number) {
  Gesture gesture = create_gesture(at_ms, any_device(random), "Task " + std::to_string(number));
  gesture.patch.mark(TaskField::remind_at);
  gesture.patch.values.remind_at = at_ms + random.between(1, kRemindAfterMaxMs);
  return gesture;
}

Gesture change(RandomStream& random, TimeMs at_ms, Intent task) {
  const std::string_view device = any_device(random);
  switch (random.below(6)) {
    case 0: return update_gesture(at_ms, device, task, completed_patch(true));
    case 1: return update_gesture(at_ms, device, task, completed_patch(false));
    case 2: return delete_gesture(at_ms, device, task);
    case 3: return update_gesture(at_ms, device, task, begins_patch(at_ms));
    case 4: return update_gesture(at_ms, device, task, remind_patch(0));
    default:
      return update_gesture(at_ms, device, task,
                            remind_patch(at_ms + random.between(1, kRemindAfterMaxMs)));
  }
}

void close_for_a_while(RandomStream& random, History& history, TimeMs at_ms) {
  Gesture gesture;
  gesture.device = any_device(random);
  gesture.kind = GestureKind::close_device;
  gesture.at_ms = at_ms;
  history.gestures.push_back(gesture);
  gesture.kind = GestureKind::open_device;
  gesture.at_ms = at_ms + random.between(kSecondMs, 10 * kMinuteMs);
  history.gestures.push_back(gesture);
}

// Now and then reminders are on their way while the work goes on.
void hold_notices_up(RandomStream& random, History& history) {
  FaultSpec late;
  late.fault = "late_notice";
  late.from_ms = 1;
  late.until_ms = history.duration_ms;
  late.delay_ms = random.between(kMinuteMs, 5 * kMinuteMs);
  history.faults.push_back(late);
}

void generate_reminders(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone), std::string(kLaptop)};
  std::vector<Intent> tasks;
  TimeMs at_ms = 500;
  for (int i = 1; i <= kGestures; ++i) {
    at_ms += random.between(1, kBetweenMaxMs);
    if (tasks.empty() || random.chance_ppm(450'000)) {
      history.gestures.push_back(new_task(random, at_ms, i));
      tasks.push_back(static_cast<Intent>(history.gestures.size()));
    } else if (random.chance_ppm(100'000)) {
      close_for_a_while(random, history, at_ms);
    } else {
      history.gestures.push_back(change(random, at_ms, tasks[random.index(tasks.size())]));
    }
  }
  history.duration_ms = at_ms + kQuietMs;
  if (random.chance_ppm(kLateNoticePpm)) hold_notices_up(random, history);
}

}  // namespace

const Workload& workload_reminders() {
  static const Workload kWorkload{"reminders", "Tasks with reminders over most of an hour.", 7,
                                  generate_reminders};
  return kWorkload;
}

}  // namespace srl
