// SPDX-License-Identifier: MIT
// A laptop is opened when the phone has worked for a while, closed and opened again: it has to
// catch up from nothing, and later from where it stopped.
#include "sim/workloads/workload.h"

namespace srl {
namespace {

Gesture device_gesture(TimeMs at_ms, GestureKind kind) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = kLaptop;
  gesture.kind = kind;
  return gesture;
}

void generate_second_device_late(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone)};
  std::vector<Intent> tasks;
  TimeMs at_ms = 500;
  const auto create = [&](std::string_view device) {
    at_ms += random.between(10, 1'500);
    history.gestures.push_back(
        create_gesture(at_ms, device, "Task " + std::to_string(history.gestures.size() + 1)));
    tasks.push_back(static_cast<Intent>(history.gestures.size()));
  };
  for (int i = 0; i < 12; ++i) create(kPhone);
  history.gestures.push_back(device_gesture(at_ms += 200, GestureKind::open_device));
  for (int i = 0; i < 6; ++i) {
    at_ms += random.between(100, 3'000);
    const Intent task = tasks[random.index(tasks.size())];
    const bool done = random.chance_ppm(700'000);
    history.gestures.push_back(update_gesture(at_ms, kLaptop, task, completed_patch(done)));
  }
  history.gestures.push_back(device_gesture(at_ms += 300, GestureKind::close_device));
  for (int i = 0; i < 4; ++i) {
    at_ms += random.between(100, 2'000);
    const Intent task = tasks[random.index(tasks.size())];
    history.gestures.push_back(delete_gesture(at_ms, kPhone, task));
  }
  history.gestures.push_back(device_gesture(at_ms += 300, GestureKind::open_device));
  create(kLaptop);
  history.duration_ms = at_ms + 30 * kSecondMs;
}

}  // namespace

const Workload& workload_second_device_late() {
  static const Workload kWorkload{"second_device_late",
                                  "A laptop is opened late, closed, and opened again.", 2,
                                  generate_second_device_late};
  return kWorkload;
}

}  // namespace srl
