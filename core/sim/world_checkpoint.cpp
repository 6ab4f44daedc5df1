// SPDX-License-Identifier: MIT
// The world's way back: taking checkpoints, going back to one, forgetting what came after.
#include "sim/world_checkpoint.h"

#include <algorithm>
#include <iterator>

namespace srl {

void World::take_checkpoint() {
  next_checkpoint_step_ = steps() + kEventsPerCheckpoint;
  auto checkpoint = std::make_unique<Checkpoint>(Checkpoint{now_ms(),
                                                            steps(),
                                                            stage_.policies,
                                                            safeguards_,
                                                            stage_.queue,
                                                            log().mark(),
                                                            probes(),
                                                            stage_.faults.memory(),
                                                            stage_.oracle.memory(),
                                                            stage_.messages,
                                                            stage_.messages_in_flight,
                                                            network_.memory(),
                                                            desk_.memory(),
                                                            storm_.memory(),
                                                            {},
                                                            service_->save(),
                                                            worker_->save(),
                                                            next_scheduled_,
                                                            deadline_ms_,
                                                            last_judged_ms_,
                                                            steps_at_this_instant_,
                                                            end_,
                                                            exposure_,
                                                            signal_watch_.memory(),
                                                            metric_history_,
                                                            stage_.inbox,
                                                            person_,
                                                            next_person_intent_});
  for (const std::unique_ptr<DeviceHost>& device : devices_) {
    checkpoint->devices.push_back(device->save());
  }
  checkpoints_.push_back(std::move(checkpoint));
}

Status World::rewind(TimeMs time_ms) {
  if (time_ms < now_ms()) {
    const auto after = std::find_if(checkpoints_.begin(), checkpoints_.end(),
                                    [&](const auto& point) { return point->now_ms > time_ms; });
    // The first checkpoint is at time 0, before anything was played.
    if (after == checkpoints_.begin()) {
      return make_error(ErrorCode::not_possible, "this run keeps no checkpoints");
    }
    const Checkpoint& point = **std::prev(after);
    stage_.policies = point.policies;
    safeguards_ = point.safeguards;
    stage_.queue = point.queue;
    stage_.journal.now_ms = point.now_ms;
    stage_.journal.step = point.step;
    stage_.journal.log().rewind(point.log);
    stage_.journal.probes() = point.probes;
    stage_.faults.restore(point.faults);
    stage_.oracle.restore(point.oracle);
    stage_.messages = point.messages;
    stage_.messages_in_flight = point.messages_in_flight;
    network_.restore(point.network);
    desk_.restore(point.desk);
    storm_.restore(point.storm);
    while (devices_.size() > point.devices.size()) {
      pools_.devices.put_back(devices_.back()->release_database());
      devices_.pop_back();
    }
    for (std::size_t i = 0; i < devices_.size(); ++i) {
      SRL_TRY(devices_[i]->restore(point.devices[i]));
    }
    SRL_TRY(service_->restore(point.service));
    worker_->restore(point.worker);
    next_scheduled_ = point.next_scheduled;
    deadline_ms_ = point.deadline_ms;
    last_judged_ms_ = point.last_judged_ms;
    steps_at_this_instant_ = point.steps_at_this_instant;
    end_ = point.end;
    next_person_intent_ = point.next_person_intent;
    exposure_ = point.exposure;
    signal_watch_.restore(point.signal_watch);
    metric_history_ = point.metric_history;
    stage_.inbox = point.inbox;
    person_ = point.person;
    next_checkpoint_step_ = checkpoints_.back()->step + kEventsPerCheckpoint;
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
