// SPDX-License-Identifier: MIT
// When a run is judged: after every entry by the promises of safety, at rest or out of time by those
// of liveness.
#include <algorithm>

#include "service/task_store.h"
#include "sim/world.h"

namespace srl {
namespace {

// What the last fault may still cost besides retries: a time-out, a poll, a disk that comes back.
constexpr DurationMs kSettleMarginMs = 2 * kMinuteMs;

}  // namespace

void World::after_entry() {
  for (std::unique_ptr<DeviceHost>& device : devices_) device->show();
  note_broken(stage_.oracle.check_step(stage_.now_ms(), steps(),
                                       static_cast<std::size_t>(log().count())));
  if (end_ != WorldEnd::running || deadline_ms_ == 0) return;
  if (is_at_rest()) {
    judge(WorldEnd::at_rest);
  } else if (stage_.now_ms() >= deadline_ms_) {
    judge(WorldEnd::out_of_time);
  }
}

bool World::is_over() const {
  if (end_ == WorldEnd::livelock) return true;
  const bool all_played = next_scheduled_ == schedule_.size() || next_ms() > kRunTimeMax;
  return end_ != WorldEnd::running && all_played;
}

bool World::is_at_rest() const {
  if (stage_.messages_in_flight > 0 || !service_->is_up()) return false;
  return std::all_of(devices_.begin(), devices_.end(), [&](const auto& device) {
    if (!device->is_open()) return true;
    if (person_looks_ && !device->view().conflicts.empty()) return false;
    return device->is_settled() && device->view().server_seq == service_->seq() &&
           device->view().claim == SyncClaim::synced;
  });
}

void World::judge(WorldEnd end) {
  end_ = end;
  person_looks_ = false;
  last_judged_ms_ = stage_.now_ms();
  // Liveness is promised for the time after the last fault.
  if (end == WorldEnd::out_of_time && stage_.faults.any_active()) return;
  OracleRest rest;
  for (const std::unique_ptr<DeviceHost>& device : devices_) {
    if (device->is_running()) rest.devices.push_back({device->actor(), &device->view()});
  }
  Result<std::vector<Task>> rows = service_rows();
  if (rows.ok()) rest.service_rows = std::move(rows.value());
  rest.service_open_count = service_->open_count();
  if (end == WorldEnd::at_rest) stage_.journal.add(kLabActor, EventKind::at_rest);
  note_broken(stage_.oracle.check_rest(rest, stage_.now_ms(), steps(),
                                       static_cast<std::size_t>(log().count())));
}

void World::note_broken(const std::vector<std::size_t>& promises) {
  for (const std::size_t promise : promises) {
    const Finding& finding = stage_.oracle.verdicts()[promise].finding;
    stage_.journal.add(finding.device, EventKind::promise_broken, finding.intent, 0, 0,
                       promises_in_order()[promise]->name);
  }
}

// Something has happened that the promises of liveness must be given time for.
void World::disturb() {
  stage_.oracle.set_not_yet_due();
  if (end_ != WorldEnd::livelock) end_ = WorldEnd::running;
  // Not by gestures that are still scheduled: a run that somebody plays along with does not know its
  // later ones, and must log the same as its history does when it runs again.
  const auto future = schedule_.begin() + static_cast<std::ptrdiff_t>(next_scheduled_);
  const bool will_heal =
      std::any_of(future, schedule_.end(),
                  [](const Scheduled& entry) { return entry.kind == ScheduledKind::heal; });
  const bool goes_on = will_heal || stage_.faults.any_active();
  deadline_ms_ =
      goes_on ? 0 : stage_.now_ms() + stage_.policies.retry->settle_bound_ms() + kSettleMarginMs;
}

Result<std::vector<Task>> World::service_rows() {
  return living_tasks(service_->database().database(), kSimulatedAccount, "", INT64_MAX);
}

}  // namespace srl
