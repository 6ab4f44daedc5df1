// SPDX-License-Identifier: MIT
// A generator of gestures: what people do in a run of a sweep. Faults and limits are drawn apart
// (sim/sweep.h), from streams of their own. A new workload is one file in this folder.
#pragma once

#include <string_view>
#include <vector>

#include "base/random.h"
#include "sim/history.h"

namespace srl {

struct Workload {
  std::string_view name;
  std::string_view sentence;
  int order = 0;
  // Adds devices, gestures and faults of its own, and sets the duration.
  void (*generate)(RandomStream& random, History& history) = nullptr;
};

// Every workload of the folder (generated at build time), and the same in their order.
std::vector<const Workload*> all_workloads();
const std::vector<const Workload*>& workloads_in_order();
const Workload* find_workload(std::string_view name);

// Building blocks.
std::string_view any_device(RandomStream& random);  // the phone or the laptop
Gesture create_gesture(TimeMs at_ms, std::string_view device, std::string title);
Gesture update_gesture(TimeMs at_ms, std::string_view device, Intent task, TaskPatch patch);
Gesture delete_gesture(TimeMs at_ms, std::string_view device, Intent task);
TaskPatch title_patch(std::string title);
TaskPatch completed_patch(bool completed);
TaskPatch priority_patch(Priority priority);

}  // namespace srl
