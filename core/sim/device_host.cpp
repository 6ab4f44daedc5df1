// SPDX-License-Identifier: MIT
#include "sim/device_host.h"

#include <algorithm>

#include "base/assertion.h"
#include "model/task_jobs/task_job.h"

namespace srl {

DeviceHost::DeviceHost(Stage& stage, Network& network, ActorId actor, std::string name,
                       std::unique_ptr<PageDatabase> database, Session session)
    : stage_(stage),
      network_(network),
      actor_(actor),
      database_(std::move(database)),
      ports_{*this, *this, *this, *this, database_->database(), *this, *this, *this},
      settings_{std::move(name), stage.policies, stage.history.limits, true},
      device_(ports_, settings_) {
  memory_.disk_delay = {stage.history.seed, purpose_of("disk"), actor, 0};
  save(session);
  database_->store().set_listener(this);
}

// --------------------------------------------------------------------------------- the app's life

Status DeviceHost::open() {
  if (memory_.is_open) return {};
  memory_.is_open = true;
  return start_app();
}

void DeviceHost::close() {
  if (!memory_.is_open) return;
  memory_.is_open = false;
  // Closing is orderly: the browser finishes the writes that it was given.
  database_->store().mark_durable(database_->store().last_batch());
  stop_app();
}

void DeviceHost::kill(DurationMs restart_after_ms) {
  if (!memory_.is_running) return;
  const DeviceView& view = device_.view();
  stage_.journal.add(actor_, EventKind::device_killed, kNoIntent, view.not_durable);
  if (view.not_durable > 0) stage_.journal.reached(Probe::killed_before_durable);
  if (device_.is_busy() && view.queued > 0) stage_.journal.reached(Probe::killed_while_sending);
  stage_.oracle.on_batches_lost(actor_, database_->store().durable_batch());
  stop_app();
  stage_.queue.push(stage_.now_ms() + restart_after_ms, AppStarts{actor_, memory_.run});
}

void DeviceHost::stop_app() {
  const Status killed = database_->kill();
  SRL_ASSERT(killed.ok(), "a device in memory can be killed");
  memory_.is_running = false;
  ++memory_.run;
  for (std::uint64_t& generation : memory_.timer_generation) ++generation;
  stage_.oracle.on_device_closed(actor_);
}

void DeviceHost::on_app_starts(const AppStarts& entry) {
  if (entry.run != memory_.run || !memory_.is_open || memory_.is_running) return;
  const Status started = start_app();
  SRL_ASSERT(started.ok(), "a device in memory starts");
}

Status DeviceHost::start_app() {
  settings_.policies = stage_.policies;
  memory_.is_running = true;
  return device_.start(memory_.online, first_request_of(memory_.run));
}

void DeviceHost::set_online(bool online) {
  if (memory_.online == online) return;
  if (!online && device_.is_busy() && view().queued > 0) {
    stage_.journal.reached(Probe::offline_while_sending);
  }
  memory_.online = online;
  if (memory_.is_running) device_.on_online(online);
  if (!online) return;
  std::vector<NotificationArrives> waiting;
  std::swap(waiting, memory_.waiting_notifications);
  for (const NotificationArrives& entry : waiting) arrive(entry);
}

// -------------------------------------------------------------------------------------- reminders

void DeviceHost::on_notification(const NotificationArrives& entry) {
  const Notice& notice = entry.notification.notice;
  if (memory_.online) return arrive(entry);
  stage_.journal.add(actor_, EventKind::reminder_waits, notice.intent, entry.message, 0,
                     task_job_name(notice.kind));
  memory_.waiting_notifications.push_back(entry);
}

// A closed app is not asked: the system shows what comes.
void DeviceHost::arrive(const NotificationArrives& entry) {
  const Notice& notice = entry.notification.notice;
  if (!stage_.oracle.model().reminders.is_due(entry.notification.account, notice)) {
    stage_.journal.reached(Probe::reminder_overtaken);
  }
  if (!memory_.is_running || device_.admits(notice)) return show(notice, entry.message);
  stage_.journal.reached(Probe::reminder_outdated);
  stage_.oracle.on_reminder_withheld(actor_, notice);
}

// `message`: 0 where the app reminds by itself.
void DeviceHost::show(const Notice& notice, std::int64_t message) {
  const bool is_new = memory_.notices.show(notice, stage_.now_ms());
  stage_.journal.add(actor_, is_new ? EventKind::reminder_shown : EventKind::reminder_replaced,
                     notice.intent, message, 0, task_job_name(notice.kind));
  if (!is_new) return stage_.journal.reached(Probe::reminder_replaced);
  const DeviceView* const view = memory_.is_running ? &device_.view() : nullptr;
  stage_.oracle.on_reminder_shown(actor_, notice, view, stage_.now_ms());
}

void DeviceHost::set_clock_ahead(DurationMs ahead_ms) { memory_.clock_ahead_ms = ahead_ms; }

void DeviceHost::announce_clock_change(DurationMs after_ms) {
  const std::vector<ZoneTable::Change>& before = memory_.zone.changes();
  const TimeMs earliest_ms = before.empty() ? 0 : before.back().at_ms;
  const bool is_ahead = memory_.zone.offset_ms(earliest_ms) != 0;
  memory_.zone.add({std::max(stage_.now_ms() + after_ms, earliest_ms), is_ahead ? 0 : kHourMs});
}

void DeviceHost::on_policies_switched() {
  settings_.policies = stage_.policies;
  if (memory_.is_running) device_.on_policies_switched();
}

// --------------------------------------------------------------------------------------- gestures

Result<TaskId> DeviceHost::find_row(const Gesture& gesture) const {
  int copy = 0;
  for (const auto& [handle, row] : device_.view().rows) {
    if (row.created_by == gesture.task && ++copy == gesture.copy) return handle;
  }
  std::string which = gesture_name(gesture.task);
  if (gesture.copy > 1) which += ", copy " + std::to_string(gesture.copy) + ",";
  return make_error(ErrorCode::not_possible, which + " is not shown here");
}

Result<ConflictView> DeviceHost::find_conflict(const Gesture& gesture) const {
  int copy = 0;
  for (const auto& [id, shown] : device_.view().conflicts) {
    const bool is_meant = shown.conflict.created_by == gesture.task && !shown.deciding;
    if (is_meant && ++copy == gesture.copy) return shown;
  }
  return make_error(ErrorCode::not_possible, "no conflict about " + gesture_name(gesture.task) +
                                                 " waits for a decision here");
}

Status DeviceHost::decide(const ConflictView& shown, const ConflictChoice& choice, Intent intent) {
  const auto row = device_.view().rows.find(shown.row);
  const bool is_there = row != device_.view().rows.end();
  const std::int64_t version = is_there ? row->second.version : 0;
  const std::vector<std::string> tags =
      is_there ? row->second.fields.tags : shown.conflict.theirs.tags;
  const bool deletes = choice.resolution == Resolution::delete_task;
  const OpKind kind = deletes ? OpKind::delete_task : OpKind::resolve_conflict;
  stage_.oracle.on_gesture({intent, actor_, kind, shown.conflict.created_by, choice.values,
                            stage_.now_ms(), view().session.account,
                            std::max(version, shown.conflict.version), tags});
  return device_.resolve_conflict(shown.conflict.id, choice.resolution, choice.values, intent);
}

Status DeviceHost::perform(const Gesture& gesture, Intent intent) {
  if (!memory_.is_running) {
    return make_error(ErrorCode::not_possible, "the app is not running");
  }
  const auto observe = [&](OpKind kind, const RowView& seen) {
    stage_.oracle.on_gesture({intent, actor_, kind, gesture.task, gesture.patch, stage_.now_ms(),
                              view().session.account, seen.version, seen.fields.tags});
  };
  switch (gesture.kind) {
    case GestureKind::create_task: {
      observe(OpKind::create_task, RowView{});
      const Result<TaskId> created = device_.create_task(gesture.patch, intent);
      return created.ok() ? Status() : created.error();
    }
    case GestureKind::update_task:
    case GestureKind::delete_task: {
      const Result<TaskId> row = find_row(gesture);
      if (!row.ok()) return row.error();
      const RowView& seen = device_.view().rows.at(*row);
      if (gesture.kind == GestureKind::delete_task) {
        observe(OpKind::delete_task, seen);
        return device_.delete_task(row.value(), intent);
      }
      observe(OpKind::update_task, seen);
      return device_.update_task(row.value(), gesture.patch, intent);
    }
    case GestureKind::resolve_conflict: {
      const Result<ConflictView> shown = find_conflict(gesture);
      if (!shown.ok()) return shown.error();
      const ConflictChoice choice = choose(shown->conflict, gesture.keep, gesture.mine_fields);
      return decide(*shown, choice, intent);
    }
    case GestureKind::remind_tomorrow: return remind_tomorrow(gesture, intent);
    case GestureKind::sync_now: device_.sync_now(); return {};
    case GestureKind::retry_parked:
      stage_.oracle.on_asked_again(actor_);
      return device_.retry_parked();
    case GestureKind::discard_rejected: return device_.discard_rejected();
    case GestureKind::send_lost: stage_.oracle.on_asked_again(actor_); return device_.send_lost();
    case GestureKind::drop_lost: return device_.drop_lost();
    case GestureKind::open_device:
    case GestureKind::close_device:
    case GestureKind::switch_policy: break;
    default: return perform_on_session(gesture);
  }
  return {};
}

Status DeviceHost::remind_tomorrow(const Gesture& gesture, Intent intent) {
  const bool by_the_wall = stage_.policies.jobs->goes_by_civil_time();
  const TimeMs meant_ms = same_time_tomorrow_ms(now_ms(), memory_.zone);
  Gesture update = gesture;
  update.kind = GestureKind::update_task;
  update.patch.mark(TaskField::remind_at);
  update.patch.values.remind_at = by_the_wall ? meant_ms : now_ms() + kDayMs;
  SRL_TRY(perform(update, intent));
  stage_.oracle.on_reminder_set(gesture.task, update.patch.values.remind_at, meant_ms);
  if (meant_ms == now_ms() + kDayMs) return {};
  event(EventKind::reminder_across_clock_change, intent, meant_ms - now_ms(), 0, "");
  memory_.metrics.add(Metric::reminders_across_clock_change);
  stage_.journal.reached(Probe::reminder_across_clock_change);
  return {};
}

// ---------------------------------------------------------------------------------- queue entries

void DeviceHost::on_timer(const TimerFires& entry) {
  if (!memory_.is_running) return;
  if (memory_.timer_generation[static_cast<std::size_t>(entry.kind)] != entry.generation) return;
  if (entry.kind == TimerKind::disk_retry && device_.wants_disk_retry()) {
    if (database_->store().retry() != 0) stage_.journal.reached(Probe::batch_retried);
  }
  device_.on_timer(entry.kind);
}

void DeviceHost::on_batch(const BatchSettles& entry) {
  if (!memory_.is_running || entry.run != memory_.run) return;
  PageStore& disk = database_->store();
  const auto number = static_cast<std::int64_t>(entry.batch);
  if (entry.refused) {
    if (!disk.mark_failed(entry.batch)) return;
    stage_.journal.add(actor_, EventKind::batch_failed, kNoIntent, number);
    stage_.journal.reached(Probe::batch_refused);
    memory_.metrics.add(Metric::storage_batches, "failed");
    device_.on_batch_failed(entry.batch);
    return;
  }
  if (!disk.mark_durable(entry.batch)) return;
  stage_.journal.add(actor_, EventKind::batch_durable, kNoIntent, number);
  memory_.metrics.add(Metric::storage_batches, "durable");
  device_.on_durable(entry.batch);
}

void DeviceHost::on_reply(const ReplyInFlight& entry) {
  if (!memory_.is_running || !memory_.online) {
    stage_.journal.add(actor_, EventKind::reply_dropped, kNoIntent, entry.message,
                       static_cast<std::int64_t>(entry.route), name_of(entry.route));
    return;
  }
  stage_.journal.add(actor_, EventKind::reply_arrived, kNoIntent, entry.message,
                     static_cast<std::int64_t>(entry.route), name_of(entry.route));
  if ((entry.request_id & kTabRequestIds) != 0) return take_tab_reply(entry);
  if (entry.response == nullptr) {
    device_.on_response(entry.request_id,
                        make_error(ErrorCode::unreachable, "the connection was refused"));
  } else {
    const bool is_awaited = device_.awaits(entry.request_id);
    device_.on_response(entry.request_id, *entry.response);
    // A refusal says nothing about rows.
    const auto* problem = std::get_if<Problem>(&entry.response->body);
    const bool is_told = problem == nullptr || problem->code == ErrorCode::cursor_reset;
    if (is_awaited && is_told) {
      stage_.oracle.on_heard(actor_, entry.times_gone_back, database_->store().last_batch());
    }
  }
}

void DeviceHost::show() {
  if (!memory_.is_running) return;
  ViewChanges changes = device_.take_changes();
  if (changes.any || changes.restarted) {
    stage_.oracle.on_shown(actor_, device_.view(), std::move(changes));
  }
}

bool DeviceHost::is_settled() const {
  return memory_.is_running && memory_.online && view().queued == 0 &&
         device_.store().count(OpState::acknowledged) == 0 &&
         device_.store().count(OpState::conflict) == 0 && database_->store().all_durable();
}

bool DeviceHost::is_idle() const {
  return memory_.is_running && memory_.online && !device_.is_busy() &&
         database_->store().all_durable();
}

// ------------------------------------------------------------------------------------------ ports

void DeviceHost::set(TimerKind kind, DurationMs delay_ms) {
  const std::uint64_t generation = ++memory_.timer_generation[static_cast<std::size_t>(kind)];
  const DurationMs delay = std::max<DurationMs>(delay_ms, 1);
  stage_.queue.push(stage_.now_ms() + delay, TimerFires{actor_, kind, generation});
}

void DeviceHost::cancel(TimerKind kind) {
  ++memory_.timer_generation[static_cast<std::size_t>(kind)];
}

std::uint64_t DeviceHost::next(RandomPurpose purpose) {
  const auto index = static_cast<std::size_t>(purpose);
  const std::uint64_t stream = purpose_of("device") + index;
  return random_at(stage_.history.seed, stream, actor_, memory_.random_counter[index]++);
}

void DeviceHost::send(RequestId id, std::shared_ptr<const Request> request) {
  if (const auto* push = std::get_if<PushRequest>(&request->body)) {
    std::vector<Intent> intents;
    intents.reserve(push->operations.size());
    for (const WireOperation& operation : push->operations) intents.push_back(operation.intent);
    if (view().queued > static_cast<std::int64_t>(intents.size())) {
      stage_.journal.reached(Probe::queue_in_several_pushes);
    }
    stage_.oracle.on_sent(intents, stage_.now_ms());
  }
  network_.send_request(actor_, name(), id, std::move(request), memory_.online);
}

void DeviceHost::event(EventKind kind, Intent intent, std::int64_t a, std::int64_t b,
                       std::string_view text) {
  stage_.journal.add(actor_, kind, intent, a, b, text);
  note_probes(kind, a);
  if (kind != EventKind::lost_work_reviewed) return;
  stage_.journal.reached(text == "dropped" ? Probe::lost_work_dropped
                                           : Probe::lost_work_sent_again);
}

// Some events are the sign of a rare state.
void DeviceHost::note_probes(EventKind kind, std::int64_t a) {
  if (kind == EventKind::service_went_back) stage_.journal.reached(Probe::cursor_of_a_lost_time);
  if (kind == EventKind::operation_parked) stage_.journal.reached(Probe::operation_parked);
  if (kind == EventKind::operation_queued && memory_.clock_ahead_ms > 0) {
    stage_.journal.reached(Probe::write_with_a_wrong_clock);
  }
  if (kind == EventKind::operation_rejected) stage_.journal.reached(Probe::operation_rejected);
  if (kind == EventKind::breaker_changed && a == static_cast<std::int64_t>(BreakerState::open)) {
    stage_.journal.reached(Probe::breaker_opened);
  }
  if (kind == EventKind::reply_late) stage_.journal.reached(Probe::late_reply);
  if (kind == EventKind::sign_in_needed) stage_.journal.reached(Probe::sign_in_needed);
  if (kind == EventKind::work_reviewed) stage_.journal.reached(Probe::anonymous_work_reviewed);
  if (kind == EventKind::signed_out && a > 0) {
    stage_.journal.reached(Probe::signed_out_with_unsent_work);
  }
  if (kind == EventKind::token_expired && view().queued > 0 &&
      device_.store().count(OpState::acknowledged) > 0) {
    stage_.journal.reached(Probe::token_refused_mid_queue);
  }
}

void DeviceHost::on_batch(BatchId batch) {
  const bool refused =
      stage_.faults.strike(FaultPoint::disk_batch, {name(), {}, nullptr}) != nullptr;
  const DurationMs delay_ms = memory_.disk_delay.between(kDiskDelayMinMs, kDiskDelayMaxMs);
  stage_.queue.push(stage_.now_ms() + delay_ms, BatchSettles{actor_, batch, memory_.run, refused});
}

// ------------------------------------------------------------------------------------ checkpoints

DeviceHost::Memory DeviceHost::save() const {
  Memory memory = memory_;
  memory.device = device_.save();
  memory.disk = database_->state();
  return memory;
}

Status DeviceHost::restore(const Memory& memory) {
  memory_ = memory;
  settings_.policies = stage_.policies;
  device_.restore(memory.device);
  return database_->restore(memory.disk);
}

}  // namespace srl
