// SPDX-License-Identifier: MIT
// The world's way back: taking checkpoints, going back to one, forgetting what came after.
#include "sim/world_checkpoint.h"

#include <algorithm>
#include <iterator>

namespace srl {

void World::take_checkpoint() {
  next_checkpoint_step_ = steps() + kEventsPerCheckpoint;
  auto checkpoint = std::make_unique<Checkpoint>(
      Checkpoint{now_ms(), steps(), log().mark(), {}, service_->save(), copy_of(changing())});
  for (const std::unique_ptr<DeviceHost>& device : devices_) {
    checkpoint->devices.push_back(device->save());
  }
  checkpoints_.push_back(std::move(checkpoint));
}

Status World::go_back_to(const Checkpoint& point) {
  changing() = point.changing;
  stage_.journal.log().rewind(point.log);
  while (devices_.size() > point.devices.size()) {
    pools_.devices.put_back(devices_.back()->release_database());
    devices_.pop_back();
  }
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    SRL_TRY(devices_[i]->restore(point.devices[i]));
  }
  SRL_TRY(service_->restore(point.service));
  next_checkpoint_step_ = checkpoints_.back()->step + kEventsPerCheckpoint;
  return {};
}

Status World::rewind(TimeMs time_ms) {
  if (time_ms < now_ms()) {
    const auto after = std::find_if(checkpoints_.begin(), checkpoints_.end(),
                                    [&](const auto& point) { return point->now_ms > time_ms; });
    // The first checkpoint is at time 0, before anything was played.
    if (after == checkpoints_.begin()) {
      return make_error(ErrorCode::not_possible, "this run keeps no checkpoints");
    }
    SRL_TRY(go_back_to(**std::prev(after)));
  }
  run_until(time_ms);
  return {};
}

void World::forget_future() {
  History& history = stage_.history;
  while (history.gestures.size() > scripted_gestures_ &&
         history.gestures.back().at_ms > stage_.now_ms()) {
    history.gestures.pop_back();
  }
  while (history.faults.size() > scripted_faults_ &&
         history.faults.back().from_ms > stage_.now_ms()) {
    history.faults.pop_back();
  }
  for (std::size_t i = scripted_faults_; i < history.faults.size(); ++i) {
    if (history.faults[i].until_ms > stage_.now_ms()) history.faults[i].until_ms = 0;
  }
  schedule_history();
  next_scheduled_ = static_cast<std::size_t>(
      std::count_if(schedule_.begin(), schedule_.end(),
                    [&](const Scheduled& entry) { return entry.at_ms <= stage_.now_ms(); }));
  while (!checkpoints_.empty() && checkpoints_.back()->now_ms > stage_.now_ms()) {
    checkpoints_.pop_back();
  }
  next_checkpoint_step_ =
      checkpoints_.empty() ? steps() : checkpoints_.back()->step + kEventsPerCheckpoint;
}

}  // namespace srl
