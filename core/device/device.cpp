// SPDX-License-Identifier: MIT
#include "device/device.h"

#include <algorithm>

#include "model/task_jobs/task_job.h"

namespace srl {

Device::Device(DevicePorts& ports, const DeviceSettings& settings)
    : ports_(ports),
      settings_(settings),
      store_(ports.database),
      session_(ports, settings),
      engine_(ports, settings, store_, session_),
      reminders_(ports, settings) {}

Device::Memory Device::save() const {
  return {store_.memory(), session_.memory(), engine_.memory(),   view_,
          failed_batch_,   last_hlc_,         reminders_.memory()};
}

void Device::restore(const Memory& memory) {
  store_.restore(memory.store);
  session_.restore(memory.session);
  engine_.restore(memory.engine);
  view_ = memory.view;
  failed_batch_ = memory.failed_batch;
  last_hlc_ = memory.last_hlc;
  reminders_.restore(memory.reminders);
  changes_ = ViewChanges{};
}

Status Device::start(std::optional<bool> known_online, RequestId first_request) {
  const bool online = known_online.value_or(false);
  session_.start(online, first_request);
  store_.forget_unsaved();
  SRL_TRY(open_store());
  last_hlc_ = store_.memory().last_client_seq;
  failed_batch_ = 0;
  view_ = DeviceView{};
  view_.online = online;
  changes_ = ViewChanges{};
  show_everything();
  ports_.recorder.metrics().add(Metric::app_starts);
  if (known_online == false) ports_.recorder.metrics().add(Metric::device_offline);
  ports_.recorder.event(EventKind::device_started, kNoIntent, store_.queued_operations(),
                        online ? 1 : 0, "");
  engine_.start(online, first_request);
  publish();
  return {};
}

// --------------------------------------------------------------------------------------- gestures

Operation Device::new_operation(OpKind kind, const TaskId& handle, Intent intent) {
  Operation operation;
  operation.wall_ms = ports_.clock.now_ms();
  const std::uint64_t random_a = ports_.random.next(RandomPurpose::identifier);
  const std::uint64_t random_b = ports_.random.next(RandomPurpose::identifier);
  operation.id = make_uuid_v7(operation.wall_ms, random_a, random_b);
  // Later than all that it has seen, its own and others': whatever the clocks say.
  last_hlc_ = next_hlc(std::max(last_hlc_, store_.memory().hlc), operation.wall_ms);
  operation.hlc = last_hlc_;
  operation.client_seq = last_hlc_;  // unique and growing, across restarts too
  operation.kind = kind;
  operation.task = handle;
  operation.intent = intent;
  return operation;
}

Result<TaskId> Device::create_task(TaskPatch fields, Intent intent) {
  fields.mark(TaskField::title);
  normalize_tags(fields.values.tags);
  if (Status valid = validate(fields); !valid.ok()) return valid.error();
  Operation operation = new_operation(OpKind::create_task, {}, intent);
  const std::uint64_t random_a = ports_.random.next(RandomPurpose::identifier);
  const std::uint64_t random_b = ports_.random.next(RandomPurpose::identifier);
  operation.task = make_uuid_v7(operation.wall_ms, random_a, random_b);
  operation.patch = TaskPatch::whole(fields.values);
  if (Status added = add_operation(operation); !added.ok()) return added.error();
  return operation.task;
}

Status Device::update_task(const TaskId& handle, TaskPatch changed, Intent intent) {
  normalize_tags(changed.values.tags);
  SRL_TRY(validate(changed));
  const auto found = store_.memory().rows.find(handle);
  if (found == store_.memory().rows.end() || !found->second.is_visible) {
    return make_error(ErrorCode::not_possible, "the task is not on this device any more");
  }
  Operation operation = new_operation(OpKind::update_task, handle, intent);
  if (changed.has(TaskField::completed)) {
    changed.values.completed_at = changed.values.completed ? operation.wall_ms : 0;
    changed.mark(TaskField::completed_at);
  }
  TaskFields row_after = found->second.visible;
  changed.apply_to(row_after);
  operation.patch = settings_.policies.conflict->outgoing(changed, row_after);
  operation.base_version = found->second.version_seen();
  operation.base = only(TaskPatch::whole(found->second.visible), changed.present);
  return add_operation(operation);
}

Status Device::delete_task(const TaskId& handle, Intent intent) {
  const auto found = store_.memory().rows.find(handle);
  if (found == store_.memory().rows.end() || !found->second.is_visible) {
    return make_error(ErrorCode::not_possible, "the task is not on this device any more");
  }
  Operation operation = new_operation(OpKind::delete_task, handle, intent);
  operation.base_version = found->second.version_seen();
  return add_operation(operation);
}

Status Device::resolve_conflict(const ConflictId& id, Resolution resolution,
                                const TaskPatch& values, Intent intent) {
  SRL_TRY(validate(values));
  const auto found = view_.conflicts.find(id);
  if (found == view_.conflicts.end() || found->second.deciding) {
    return make_error(ErrorCode::not_possible, "the conflict is not open on this device any more");
  }
  const TaskId handle = found->second.row;
  Operation operation = new_operation(OpKind::resolve_conflict, handle, intent);
  operation.conflict = id;
  operation.resolution = resolution;
  operation.patch = values;
  normalize_tags(operation.patch.values.tags);
  // What was seen: the row as it is shown, or at the latest as the conflict's record has it.
  const auto row = store_.memory().rows.find(handle);
  const std::int64_t version = row == store_.memory().rows.end() ? 0 : row->second.version;
  operation.base_version = std::max(version, found->second.conflict.version);
  return add_operation(operation);
}

Status Device::add_operation(Operation& operation) {
  SRL_TRY(store_.transact([&] { return store_.add(operation); }));
  store_.note_batch(ports_.database.last_batch());
  ports_.recorder.event(EventKind::operation_queued, operation.intent, operation.client_seq, 0,
                        name_of(operation.kind));
  if (ports_.database.last_batch() == 0) on_durable(0);  // durable when the commit returned
  if (settings_.policies.storage->trusts_the_commit()) {
    changes_.operations.push_back({operation.intent, Told::saved});
  }
  engine_.trigger(RetryTrigger::gesture);
  publish();
  return {};
}

Status Device::retry_parked() {
  SRL_TRY(store_.transact([&] { return store_.unpark_all(); }));
  engine_.trigger(RetryTrigger::asked);
  publish();
  return {};
}

Status Device::discard_rejected() {
  SRL_TRY(store_.transact([&] { return store_.discard_rejected(); }));
  publish();
  return {};
}

Status Device::send_lost() { return review_lost(&LocalStore::send_lost, "sent again"); }

Status Device::drop_lost() { return review_lost(&LocalStore::drop_lost, "dropped"); }

Status Device::review_lost(Status (LocalStore::*decide)(), std::string_view decision) {
  const std::int64_t lost = store_.count(OpState::lost);
  if (lost == 0) {
    return make_error(ErrorCode::not_possible, "the server has lost nothing of this device");
  }
  SRL_TRY(store_.transact([&] { return (store_.*decide)(); }));
  ports_.recorder.event(EventKind::lost_work_reviewed, kNoIntent, lost, 0, decision);
  engine_.trigger(RetryTrigger::asked);
  publish();
  return {};
}

void Device::sync_now() {
  engine_.want_pull();
  publish();
}

// ----------------------------------------------------------------------- what the outside reports

void Device::on_timer(TimerKind kind) {
  if (kind == TimerKind::session_timeout) session_.on_timeout();
  if (kind == TimerKind::reminder) reminders_.on_timer(view_.rows);
  engine_.on_timer(kind);
  publish();
}

// Only the service passes a verdict: what something on the way has answered says nothing about the
// session or the operations, whatever its status. How long to wait it may say.
void Device::on_response(RequestId id, const Result<Response>& response) {
  if (!response.ok() || !response->is_foreign) return take_response(id, response);
  ports_.recorder.event(EventKind::foreign_answer, kNoIntent, response->status, 0, "");
  if (settings_.policies.retry->believes_every_answer()) return take_response(id, response);
  ports_.recorder.metrics().add(Metric::sync_foreign_answers);
  Problem trouble{ErrorCode::foreign_answer, "HTTP " + std::to_string(response->status)};
  if (const auto* problem = std::get_if<Problem>(&response->body)) {
    trouble.retry_after_ms = problem->retry_after_ms;
  }
  take_response(id, Response{response->status, std::move(trouble), true});
}

void Device::take_response(RequestId id, const Result<Response>& response) {
  if ((id & SessionKeeper::kRequestIds) == 0) {
    engine_.on_response(id, response);
  } else {
    const bool leaves = session_.leaves_account(id, response);
    const Status kept = leaves ? set_work_aside() : Status();
    const bool is_news = session_.on_response(id, kept.ok() ? response : kept.error());
    // A database that cannot be read shows nothing of the new user's.
    if (is_news) (void)follow_session();
    engine_.wake();
  }
  publish();
}

void Device::on_durable(BatchId batch) {
  if (batch >= failed_batch_) failed_batch_ = 0;  // an earlier batch proves nothing about it
  const std::vector<std::int64_t> saved = store_.take_durable(batch);
  if (!saved.empty()) {
    ports_.recorder.event(EventKind::operation_saved, kNoIntent,
                          static_cast<std::int64_t>(saved.size()), 0, "");
    if (!settings_.policies.storage->trusts_the_commit()) engine_.trigger(RetryTrigger::gesture);
  }
  publish();
}

void Device::on_batch_failed(BatchId batch) {
  failed_batch_ = std::max(failed_batch_, batch);
  if (settings_.policies.storage->retries_failed_batches()) {
    ports_.timers.set(TimerKind::disk_retry, kDiskRetryDelayMs);
  }
  publish();
}

bool Device::wants_disk_retry() const {
  return failed_batch_ != 0 && settings_.policies.storage->retries_failed_batches();
}

void Device::on_online(bool online) {
  view_.online = online;
  ports_.recorder.event(online ? EventKind::device_online : EventKind::device_offline, kNoIntent, 0,
                        0, "");
  if (!online) ports_.recorder.metrics().add(Metric::device_offline);
  session_.set_online(online);
  engine_.set_online(online);
  publish();
}

void Device::on_policies_switched() {
  if (settings_.policies.storage->retries_failed_batches() && failed_batch_ != 0) {
    ports_.timers.set(TimerKind::disk_retry, kDiskRetryDelayMs);
  }
  (void)follow_policy();
  show_rows();
  reminders_.forget();
  for (const auto& [handle, row] : view_.rows) reminders_.on_row(handle, &row);
  engine_.trigger(RetryTrigger::asked);
  publish();
}

// ------------------------------------------------------------------------------------------- view

void Device::show_everything() {
  changes_.restarted = true;
  view_.rows.clear();
  reminders_.forget();
  view_.rejected.clear();
  for (const auto& [handle, row] : store_.memory().rows) publish_row(handle);
  const bool trusts = settings_.policies.storage->trusts_the_commit();
  for (const auto& [client_seq, pending] : store_.memory().outbox) {
    const Told told = pending.state == OpState::acknowledged ? Told::acknowledged
                      : pending.state == OpState::rejected   ? Told::rejected
                      : pending.state == OpState::conflict   ? Told::conflict
                      : pending.state == OpState::lost       ? Told::lost
                      : pending.durable || trusts            ? Told::saved
                                                             : Told::in_memory;
    changes_.operations.push_back({pending.operation.intent, told});
  }
  for (const HiddenOperation& hidden : store_.memory().hidden) {
    changes_.operations.push_back({hidden.intent, Told::hidden});
  }
}

ViewChanges Device::take_changes() {
  ViewChanges changes;
  std::swap(changes, changes_);
  return changes;
}

void Device::publish() {
  const std::vector<OperationTold> told = store_.take_told();
  changes_.operations.insert(changes_.operations.end(), told.begin(), told.end());
  const bool somebody_follows = settings_.keeps_changes || reminders_.is_on();
  if (somebody_follows || store_.memory().touched_rows.size() > kUnseenChangesMax) show_rows();
  publish_conflicts();
  publish_counts();
  reminders_.arm();
  changes_.any = true;
  if (!settings_.keeps_changes) changes_ = ViewChanges{};
}

void Device::show_rows() {
  for (const TouchedRow& touched : store_.take_touched_rows()) {
    if (touched.in_its_fields) {
      publish_row(touched.handle);
    } else {
      publish_status(touched.handle);
    }
  }
}

void Device::publish_row(const TaskId& handle) {
  if (settings_.keeps_changes) changes_.rows.push_back(handle);
  const auto found = store_.memory().rows.find(handle);
  if (found == store_.memory().rows.end() || !found->second.is_visible) {
    view_.rows.erase(handle);
    reminders_.on_row(handle, nullptr);
    return;
  }
  const LocalRow& row = found->second;
  RowView& shown = view_.rows[handle];
  shown.fields = row.visible;
  shown.version = row.version_seen();
  shown.created_by = row.created_by;
  shown.status = status_of(row);
  reminders_.on_row(handle, &shown);
}

void Device::publish_status(const TaskId& handle) {
  const auto shown = view_.rows.find(handle);
  const auto row = store_.memory().rows.find(handle);
  if (shown == view_.rows.end() || row == store_.memory().rows.end()) return publish_row(handle);
  if (settings_.keeps_changes) changes_.rows.push_back(handle);
  shown->second.status = status_of(row->second);
}

// The state of the operation that is furthest from being done.
RowStatus Device::status_of(const LocalRow& row) const {
  RowStatus status = RowStatus::acknowledged;
  const auto worsen = [&](RowStatus to) {
    const auto rank = [](RowStatus s) {
      switch (s) {
        case RowStatus::lost: return 7;
        case RowStatus::parked: return 6;
        case RowStatus::blocked_auth: return 5;
        case RowStatus::in_memory: return 4;
        case RowStatus::waiting_retry: return 3;
        case RowStatus::saved_on_device: return 2;
        case RowStatus::sending: return 1;
        case RowStatus::acknowledged: return 0;
      }
      return 0;
    };
    if (rank(to) > rank(status)) status = to;
  };
  for (const std::int64_t client_seq : row.pending) {
    const PendingOperation& pending = store_.memory().outbox.at(client_seq);
    const bool saved = pending.durable || settings_.policies.storage->trusts_the_commit();
    switch (pending.state) {
      case OpState::queued:
        worsen(saved ? RowStatus::saved_on_device : RowStatus::in_memory);
        break;
      case OpState::sending: worsen(RowStatus::sending); break;
      case OpState::waiting_retry: worsen(RowStatus::waiting_retry); break;
      case OpState::lost: worsen(RowStatus::lost); break;
      case OpState::parked: worsen(RowStatus::parked); break;
      case OpState::blocked_auth: worsen(RowStatus::blocked_auth); break;
      case OpState::acknowledged:
      case OpState::conflict:  // the conflict itself says more
      case OpState::rejected: break;
    }
  }
  return status;
}

bool Device::admits(const Notice& notice) {
  if (!settings_.policies.jobs->checks_on_arrival() || !is_outdated(notice)) return true;
  ports_.recorder.event(EventKind::reminder_outdated, notice.intent, 0, 0,
                        task_job_name(notice.kind));
  ports_.recorder.metrics().add(Metric::reminders_outdated);
  return false;
}

// A device that is behind the service believes the notice, unless its own user has changed the
// task.
bool Device::is_outdated(const Notice& notice) const {
  const TaskId* const handle = store_.handle_of(notice.task);
  const auto found = store_.memory().rows.find(handle != nullptr ? *handle : notice.task);
  if (found == store_.memory().rows.end()) {
    // It was deleted, or it has not come yet.
    const bool has_come = store_.memory().pull.server_seq >= notice.version;
    return notice.version != 0 && has_come && !engine_.memory().pages_missing;
  }
  const LocalRow& row = found->second;
  const TimeMs due_ms = due_of(notice.kind, row.visible, !row.is_visible);
  if (due_ms == notice.due_at) return false;
  const bool is_behind = notice.version == 0 || row.version < notice.version;
  return !is_behind || due_ms != due_of(notice.kind, row.confirmed, !row.exists_at_service());
}

void Device::publish_conflicts() {
  const LocalStore::Memory& memory = store_.memory();
  if (!store_.take_conflicts_changed()) return;
  view_.conflicts.clear();
  for (const auto& [id, conflict] : memory.conflicts) {
    const TaskId* handle = store_.handle_of(conflict.task);
    view_.conflicts.emplace(id, ConflictView{conflict, handle ? *handle : conflict.task, false});
  }
  for (const auto& [client_seq, pending] : memory.outbox) {
    const Operation& operation = pending.operation;
    if (!operation.conflict || pending.state == OpState::rejected) continue;
    for (auto& [id, shown] : view_.conflicts) {
      if (shown.row == operation.task) shown.deciding = true;
    }
  }
}

void Device::publish_counts() {
  const LocalStore::Memory& memory = store_.memory();
  view_.queued = store_.queued_operations();
  view_.parked = store_.count(OpState::parked);
  view_.parked_for_size = view_.parked == 0 ? 0 : store_.parked_for_size();
  view_.trouble = engine_.memory().trouble;
  view_.not_durable = static_cast<std::int64_t>(memory.not_durable.size());
  view_.disk_failing = failed_batch_ != 0;
  view_.open_count = memory.open_count;
  view_.server_seq = memory.pull.server_seq;
  const TimeMs not_before_ms = engine_.memory().retry.not_before_ms;
  view_.next_attempt_ms = not_before_ms > ports_.clock.monotonic_ms() ? not_before_ms : 0;
  publish_session();
  publish_lost();
  view_.claim = claim();

  if (static_cast<std::int64_t>(view_.rejected.size()) != store_.count(OpState::rejected)) {
    view_.rejected.clear();
    for (const auto& [client_seq, pending] : memory.outbox) {
      if (pending.state != OpState::rejected) continue;
      const Operation& operation = pending.operation;
      view_.rejected.push_back(
          {operation.intent, operation.kind, operation.patch.values.title, pending.rejection});
    }
  }
  Metrics& metrics = ports_.recorder.metrics();
  for (const OpState state :
       {OpState::queued, OpState::sending, OpState::waiting_retry, OpState::parked,
        OpState::rejected, OpState::blocked_auth, OpState::conflict, OpState::lost}) {
    metrics.set(Metric::sync_queue_ops, name_of(state), store_.count(state));
  }
  // Done before signing in: in no outbox of this user, and waits for a decision all the same.
  metrics.set(Metric::sync_queue_ops, "blocked_review", view_.session.blocked_review);
}

void Device::publish_lost() {
  LostWork& shown = view_.lost;
  if (shown.count == store_.count(OpState::lost)) return;
  shown = LostWork{};
  for (const auto& [client_seq, pending] : store_.memory().outbox) {
    if (pending.state != OpState::lost) continue;
    const TimeMs made_ms = pending.operation.wall_ms;
    shown.first_ms = shown.count == 0 ? made_ms : std::min(shown.first_ms, made_ms);
    shown.last_ms = std::max(shown.last_ms, made_ms);
    ++shown.count;
  }
}

void Device::publish_session() {
  const SessionKeeper::Memory& memory = session_.memory();
  SessionView& shown = view_.session;
  shown.state = session_.state();
  shown.id = memory.session.id;
  shown.account = memory.session.account;
  shown.email = memory.session.email;
  shown.code_email = memory.code_email;
  shown.problem = memory.problem;
  shown.blocked_auth = store_.count(OpState::blocked_auth);
  const auto hidden = static_cast<std::int64_t>(store_.memory().hidden.size());
  shown.blocked_review = store_.memory().principal == kNobody ? 0 : store_.hidden_of(kNobody);
  shown.of_others = hidden - shown.blocked_review;
}

SyncClaim Device::claim() const {
  if (!view_.online) return SyncClaim::offline;
  if (session_.needs_sign_in()) return SyncClaim::sign_in_needed;
  if (!session_.is_signed_in()) return SyncClaim::signed_out;
  if (engine_.is_synced()) return SyncClaim::synced;
  if (engine_.is_busy() && view_.queued > 0) return SyncClaim::syncing;
  if (view_.next_attempt_ms > 0) return SyncClaim::waiting_retry;
  return view_.queued > 0 ? SyncClaim::unsynced : SyncClaim::syncing;
}

}  // namespace srl
