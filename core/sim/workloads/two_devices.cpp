// SPDX-License-Identifier: MIT
// One person with a phone and a laptop: tasks are made, edited, completed and deleted on both, now
// and then one of them is offline.
#include "sim/workloads/workload.h"

#include "base/enum_names.h"

namespace srl {
namespace {

constexpr int kTwoDeviceGestures = 40;

Gesture any_change(RandomStream& random, TimeMs at_ms, Intent task, int number) {
  const std::string_view device = any_device(random);
  switch (random.below(5)) {
    case 0: return update_gesture(at_ms, device, task, completed_patch(true));
    case 1: return update_gesture(at_ms, device, task, completed_patch(false));
    case 2:
      return update_gesture(
          at_ms, device, task,
          priority_patch(static_cast<Priority>(random.below(kCountOf<Priority>))));
    case 3: return delete_gesture(at_ms, device, task);
    default:
      return update_gesture(at_ms, device, task, title_patch("Edit " + std::to_string(number)));
  }
}

void go_offline(RandomStream& random, History& history, std::string_view device, TimeMs end_ms) {
  FaultSpec offline;
  offline.fault = "offline";
  offline.device = device;
  offline.from_ms = random.between(1, end_ms);
  offline.until_ms = offline.from_ms + random.between(500, 20'000);
  history.faults.push_back(offline);
}

void generate_two_devices(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone), std::string(kLaptop)};
  std::vector<Intent> tasks;
  TimeMs at_ms = 500;
  for (int i = 1; i <= kTwoDeviceGestures; ++i) {
    at_ms += random.between(1, 2'500);
    if (tasks.empty() || random.chance_ppm(400'000)) {
      const std::string_view device = any_device(random);
      history.gestures.push_back(create_gesture(at_ms, device, "Task " + std::to_string(i)));
      tasks.push_back(static_cast<Intent>(history.gestures.size()));
    } else {
      const Intent task = tasks[random.index(tasks.size())];
      history.gestures.push_back(any_change(random, at_ms, task, i));
    }
  }
  if (random.chance_ppm(600'000)) go_offline(random, history, kPhone, at_ms);
  if (random.chance_ppm(600'000)) go_offline(random, history, kLaptop, at_ms);
  history.duration_ms = at_ms + 30 * kSecondMs;
}

}  // namespace

const Workload& workload_two_devices() {
  static const Workload kWorkload{"two_devices", "A phone and a laptop edit the same tasks.", 1,
                                  generate_two_devices};
  return kWorkload;
}

}  // namespace srl
