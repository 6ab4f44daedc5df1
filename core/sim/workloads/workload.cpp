// SPDX-License-Identifier: MIT
#include "sim/workloads/workload.h"

#include <algorithm>

#include "base/short_sort.h"

namespace srl {

const std::vector<const Workload*>& workloads_in_order() {
  static const std::vector<const Workload*> kWorkloads = [] {
    std::vector<const Workload*> workloads = all_workloads();
    sort_short(workloads, [](const Workload* a, const Workload* b) { return a->order < b->order; });
    return workloads;
  }();
  return kWorkloads;
}

const Workload* find_workload(std::string_view name) {
  for (const Workload* workload : workloads_in_order()) {
    if (workload->name == name) return workload;
  }
  return nullptr;
}

std::string_view any_device(RandomStream& random) {
  return random.chance_ppm(500'000) ? kPhone : kLaptop;
}

TaskPatch title_patch(std::string title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = std::move(title);
  return patch;
}

TaskPatch completed_patch(bool completed) {
  TaskPatch patch;
  patch.mark(TaskField::completed);
  patch.values.completed = completed;
  return patch;
}

TaskPatch priority_patch(Priority priority) {
  TaskPatch patch;
  patch.mark(TaskField::priority);
  patch.values.priority = priority;
  return patch;
}

Gesture create_gesture(TimeMs at_ms, std::string_view device, std::string title) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = device;
  gesture.kind = GestureKind::create_task;
  gesture.patch = title_patch(std::move(title));
  return gesture;
}

Gesture update_gesture(TimeMs at_ms, std::string_view device, Intent task, TaskPatch patch) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = device;
  gesture.kind = GestureKind::update_task;
  gesture.task = task;
  gesture.patch = std::move(patch);
  return gesture;
}

Gesture delete_gesture(TimeMs at_ms, std::string_view device, Intent task) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = device;
  gesture.kind = GestureKind::delete_task;
  gesture.task = task;
  return gesture;
}

}  // namespace srl
