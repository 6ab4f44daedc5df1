// SPDX-License-Identifier: MIT
// Two devices and few tasks: nearly every change meets one that its author has not seen. Fields,
// tags, completions and deletions collide, and now and then a person decides between two versions.
#include "sim/workloads/workload.h"

#include "base/enum_names.h"

namespace srl {
namespace {

constexpr int kSharedTasks = 3;
constexpr int kSharedTaskGestures = 30;
constexpr std::string_view kTags[] = {"home", "work", "urgent", "later"};

TaskPatch any_patch(RandomStream& random, int number) {
  switch (random.below(4)) {
    case 0: return title_patch("Edit " + std::to_string(number));
    case 1: return completed_patch(random.chance_ppm(500'000));
    case 2: return priority_patch(static_cast<Priority>(random.below(kCountOf<Priority>)));
    default: break;
  }
  TaskPatch patch;
  patch.mark(TaskField::tags);
  for (const std::string_view tag : kTags) {
    if (random.chance_ppm(500'000)) patch.values.tags.emplace_back(tag);
  }
  normalize_tags(patch.values.tags);
  return patch;
}

Gesture any_decision(RandomStream& random, TimeMs at_ms, Intent task) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = any_device(random);
  gesture.kind = GestureKind::resolve_conflict;
  gesture.task = task;
  gesture.keep = static_cast<ConflictSide>(random.below(3));
  if (gesture.keep == ConflictSide::each) {
    gesture.mine_fields = static_cast<std::uint32_t>(random.below(kAllFields + 1));
  }
  return gesture;
}

Gesture any_gesture(RandomStream& random, TimeMs at_ms, int number) {
  const auto task = static_cast<Intent>(random.between(1, kSharedTasks));
  const std::uint64_t kind = random.below(20);
  if (kind < 3) return any_decision(random, at_ms, task);
  const std::string_view device = any_device(random);
  if (kind == 3) return delete_gesture(at_ms, device, task);
  return update_gesture(at_ms, device, task, any_patch(random, number));
}

void go_offline(RandomStream& random, History& history, TimeMs end_ms) {
  FaultSpec offline;
  offline.fault = "offline";
  offline.device = any_device(random);
  offline.from_ms = random.between(4'000, end_ms);
  offline.until_ms = offline.from_ms + random.between(2'000, 20'000);
  history.faults.push_back(offline);
}

void generate_shared_tasks(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone), std::string(kLaptop)};
  TimeMs at_ms = 500;
  for (int i = 1; i <= kSharedTasks; ++i) {
    history.gestures.push_back(create_gesture(at_ms, kPhone, "Task " + std::to_string(i)));
    at_ms += 100;
  }
  at_ms += 8'000;  // the laptop has seen them
  for (int i = kSharedTasks + 1; i <= kSharedTaskGestures; ++i) {
    at_ms += random.between(1, 3'000);
    history.gestures.push_back(any_gesture(random, at_ms, i));
  }
  for (int i = 0; i < 2; ++i) go_offline(random, history, at_ms);
  history.duration_ms = at_ms + 20 * kSecondMs;
}

}  // namespace

const Workload& workload_shared_tasks() {
  static const Workload kWorkload = [] {
    Workload workload;
    workload.name = "shared_tasks";
    workload.sentence = "Two devices change the same three tasks.";
    workload.order = 4;
    workload.generate = generate_shared_tasks;
    return workload;
  }();
  return kWorkload;
}

}  // namespace srl
