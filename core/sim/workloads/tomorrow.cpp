// SPDX-License-Identifier: MIT
// Reminders for tomorrow at this time, mostly over a night in which the clocks are set. The apps
// are looked at when something may be due: 23, 24 and 25 hours later.
#include "sim/workloads/workload.h"

namespace srl {
namespace {

constexpr int kTasksOfTomorrow = 4;
constexpr DurationMs kTaskEveryMs =
    20 * kSecondMs;  // at most: they all are there after three minutes
constexpr DurationMs kLookMs = 6 * kMinuteMs;
constexpr DurationMs kLooks[] = {23 * kHourMs, 24 * kHourMs, 25 * kHourMs};
constexpr std::uint64_t kClockChangePpm = 800'000;

Gesture app_gesture(TimeMs at_ms, std::string_view device, GestureKind kind) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = device;
  gesture.kind = kind;
  return gesture;
}

void add_tasks(RandomStream& random, History& history) {
  TimeMs at_ms = kSecondMs;
  for (int i = 1; i <= kTasksOfTomorrow; ++i) {
    const std::string_view device = random.chance_ppm(500'000) ? kPhone : kLaptop;
    at_ms += random.between(1, kTaskEveryMs);
    history.gestures.push_back(create_gesture(at_ms, device, "Task " + std::to_string(i)));
    const auto task = static_cast<Intent>(history.gestures.size());
    at_ms += random.between(1, kTaskEveryMs);
    Gesture remind = app_gesture(at_ms, device, GestureKind::remind_tomorrow);
    remind.task = task;
    history.gestures.push_back(remind);
  }
}

// Once forward, or forward and back.
void change_clocks(RandomStream& random, History& history) {
  const std::int64_t times = random.between(1, 2);
  for (const std::string& device : history.devices) {
    for (std::int64_t i = 0; i < times; ++i) {
      FaultSpec change;
      change.fault = "clock_change_of_the_year";
      change.device = device;
      change.from_ms = i + 1;
      change.delay_ms = i + 1 < times ? kMinuteMs / 2 : random.between(kHourMs, 22 * kHourMs);
      history.faults.push_back(change);
    }
  }
}

void generate_tomorrow(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone), std::string(kLaptop)};
  if (random.chance_ppm(kClockChangePpm)) change_clocks(random, history);
  add_tasks(random, history);
  TimeMs closed_ms = kLookMs;
  for (const TimeMs look_ms : kLooks) {
    for (const std::string& device : history.devices) {
      history.gestures.push_back(app_gesture(closed_ms, device, GestureKind::close_device));
      history.gestures.push_back(
          app_gesture(look_ms - kMinuteMs, device, GestureKind::open_device));
    }
    closed_ms = look_ms + kLookMs;
  }
  history.duration_ms = closed_ms;
}

}  // namespace

const Workload& workload_tomorrow() {
  static const Workload kWorkload{"tomorrow", "Reminders for tomorrow at this time.", 8,
                                  generate_tomorrow};
  return kWorkload;
}

}  // namespace srl
