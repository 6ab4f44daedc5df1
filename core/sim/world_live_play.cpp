// SPDX-License-Identifier: MIT
// A person plays along: each gesture and fault is written into the history at the next millisecond.
#include <algorithm>

#include "sim/world.h"

namespace srl {

Intent World::add_gesture(Gesture gesture) {
  run_until(stage_.now_ms());
  gesture.at_ms = stage_.now_ms() + 1;
  stage_.history.gestures.push_back(std::move(gesture));
  const std::size_t index = stage_.history.gestures.size() - 1;
  schedule({stage_.now_ms() + 1, ScheduledKind::gesture, index});
  run_until(stage_.now_ms() + 1);
  return static_cast<Intent>(index + 1);
}

std::size_t World::begin_fault(FaultSpec spec) {
  run_until(stage_.now_ms());
  spec.from_ms = stage_.now_ms() + 1;
  stage_.history.faults.push_back(std::move(spec));
  const std::size_t index = stage_.history.faults.size() - 1;
  schedule({stage_.now_ms() + 1, ScheduledKind::fault_begins, index});
  run_until(stage_.now_ms() + 1);
  return index;
}

void World::end_fault(std::size_t index) {
  run_until(stage_.now_ms());
  stage_.history.faults[index].until_ms = stage_.now_ms() + 1;
  const auto future = schedule_.begin() + static_cast<std::ptrdiff_t>(next_scheduled_);
  schedule_.erase(std::remove_if(future, schedule_.end(),
                                 [&](const Scheduled& entry) {
                                   return entry.kind == ScheduledKind::fault_ends &&
                                          entry.index == index;
                                 }),
                  schedule_.end());
  schedule({stage_.now_ms() + 1, ScheduledKind::fault_ends, index});
  run_until(stage_.now_ms() + 1);
}

}  // namespace srl
