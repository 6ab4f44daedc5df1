// SPDX-License-Identifier: MIT
#include "sim/oracle.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "model/task_jobs/task_job.h"

namespace srl {
namespace {

constexpr std::string_view kStatusNames[] = {"kept", "not yet due", "broken"};

bool holds(const std::vector<std::string>& tags, const std::string& tag) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

// Tags are a set. Taking one away that was seen, or adding one, overwrites nobody; dropping one
// that was never seen does, and so does bringing back one that was seen and that a person has taken
// away.
bool keeps_unseen_tags(const Effect& effect, const IntentRecord& record) {
  const std::vector<std::string> before = split(effect.old_value, ',');
  const std::vector<std::string> after = split(effect.new_value, ',');
  const bool drops = std::any_of(before.begin(), before.end(), [&](const std::string& tag) {
    return !holds(after, tag) && !holds(record.seen_tags, tag);
  });
  const bool brings_back = std::any_of(after.begin(), after.end(), [&](const std::string& tag) {
    return !holds(before, tag) && holds(record.seen_tags, tag);
  });
  return !drops && !brings_back;
}

// Does the device show the task as due at another time, or never, by a state of it that is at least
// as new as the one that the reminder was decided by, or has it followed the service beyond that
// and has no such task?
bool knows_better(const DeviceView& view, const Notice& notice) {
  const auto row = view.rows.find(notice.task);
  if (row == view.rows.end()) {
    return view.claim == SyncClaim::synced && notice.version != 0 &&
           view.server_seq >= notice.version;
  }
  if (notice.version == 0 || row->second.version < notice.version) return false;
  return due_of(notice.kind, row->second.fields, false) != notice.due_at;
}

}  // namespace

std::string_view promise_status_name(PromiseStatus status) {
  static_assert(std::size(kStatusNames) == kCountOf<PromiseStatus>);
  return kStatusNames[static_cast<std::size_t>(status)];
}

Oracle::Oracle() {
  memory_.verdicts.resize(promises_in_order().size());
  memory_.model.intents.resize(1);
  set_not_yet_due();
}

// -------------------------------------------------------------------------------- what it is told

void Oracle::on_gesture(const Gestured& gesture) {
  OracleModel& model = memory_.model;
  const bool is_persons = gesture.intent >= kFirstPersonIntent;
  std::vector<IntentRecord>& records = is_persons ? model.person_intents : model.intents;
  const std::size_t index = is_persons ? gesture.intent - kFirstPersonIntent : gesture.intent;
  if (records.size() <= index) records.resize(index + 1);
  IntentRecord& record = records[index];
  record.device = gesture.device;
  record.user = gesture.user;
  record.kind = gesture.kind;
  record.task = gesture.kind == OpKind::create_task ? gesture.intent : gesture.task;
  record.patch = gesture.patch;
  record.at_ms = gesture.at_ms;
  record.seen_version = version_seen(gesture);
  record.seen_tags = gesture.seen_tags;
  record.in_queue = true;
  ++model.devices[gesture.device].unconfirmed[gesture.user];
  IntentByField& wishes = model.tasks[record.task].wishes_of(gesture.device);
  const bool whole = gesture.kind == OpKind::delete_task || gesture.kind == OpKind::create_task;
  for_each_field([&](TaskField field) {
    const bool wished = whole || gesture.patch.has(field);
    if (wished) wishes[static_cast<std::size_t>(field)] = gesture.intent;
  });
  // The device's clock sets this one along with `completed`: no gesture says what it is to be.
  if (gesture.patch.has(TaskField::completed)) {
    wishes[static_cast<std::size_t>(TaskField::completed_at)] = kNoIntent;
  }
}

void Oracle::on_conflicts(const std::vector<Intent>& intents) {
  for (const Intent intent : intents) {
    IntentRecord* record = memory_.model.find(intent);
    if (record == nullptr) continue;
    record->conflict_recorded = true;
    record->taken_back = false;
  }
}

// A device has one open conflict about a task: all that it wrote into that is decided at once.
void Oracle::on_conflict_decided(Intent write, Intent by) {
  const IntentRecord* decided = memory_.model.find(write);
  if (decided == nullptr) return;
  const ActorId device = decided->device;
  const Intent task = decided->task;
  memory_.model.for_each_intent([&](Intent intent, IntentRecord& record) {
    const bool is_meant = record.device == device && record.task == task && intent != by;
    if (is_meant && record.conflict_recorded && record.decided_by == kNoIntent) {
      record.decided_by = by;
    }
  });
}

void Oracle::on_effects(AccountId account, const std::vector<Effect>& effects,
                        std::int64_t stated_open) {
  if (effects.empty()) return;
  memory_.model.open_counts[account].stated = stated_open;
  step_.account = account;
  for (const Effect& effect : effects) {
    take_effect(account, effect);
    step_.effects.push_back(effect);
  }
}

void Oracle::take_effect(AccountId account, const Effect& effect) {
  OracleModel& model = memory_.model;
  IntentRecord* record = model.find(effect.intent);
  if (record == nullptr) return;  // one_effect_per_gesture reports it
  if (effect.field == kRowEffect) {
    if (effect.new_value == kRowCreated) {
      model.rows.emplace(std::pair(account, effect.task), RowRecord{effect.intent});
      TaskRecord& created = model.tasks[effect.intent];
      if (created.account == kNobody) created.account = account;
    }
    if (record->effects == 0) {
      confirm(*record);
      record->effect_seq = effect.seq;
      record->taken_back = false;
    }
    ++record->effects;
  }
  const auto found = model.rows.find({account, effect.task});
  if (found == model.rows.end()) return;
  RowRecord& row = found->second;
  TaskRecord& task = model.tasks[row.creator];
  model.reminders.on_effect(account, effect.task, row.creator, effect.field, effect.new_value);
  if (task.account != account) return;  // a copy in another account: no_foreign_data reports it
  if (effect.field == kRowEffect) {
    take_row_effect(effect, *record, row, task);
    return;
  }
  const std::optional<TaskField> field = find_task_field(effect.field);
  if (!field.has_value()) return;
  note_overwritten(effect, *record, row);
  const auto index = static_cast<std::size_t>(*field);
  row.last_effects[index] = {effect.seq, effect.intent};
  task.last_effects[index] = row.last_effects[index];
  if (record->effects == 1 && *field == TaskField::completed) {
    task.completed = effect.new_value == "true";
    set_intended(task, task.completed ? IntendedState::completed : IntendedState::open);
  }
}

void Oracle::take_row_effect(const Effect& effect, const IntentRecord& record, RowRecord& row,
                             TaskRecord& task) {
  const bool is_first = record.effects == 1;
  if (effect.new_value == kRowDeleted) {
    if (!row.deleted) note_overwritten(effect, record, row);
    row.deleted = true;
    if (task.deleted_seq == 0) task.deleted_seq = effect.seq;
    if (is_first) set_intended(task, IntendedState::deleted);
    return;
  }
  if (effect.new_value == kRowRestored) {
    row.deleted = false;
    task.deleted_seq = 0;
    task.intended = IntendedState::absent;
    set_intended(task, task.completed ? IntendedState::completed : IntendedState::open);
    return;
  }
  if (effect.new_value == kRowCreated && is_first) set_intended(task, IntendedState::open);
  const bool writes = effect.new_value == kRowCreated || effect.new_value == kRowUpdated;
  if (row.deleted && writes) step_.revived.push_back(effect.intent);
}

// A change that replaces what another device has written since the row that its author saw.
void Oracle::note_overwritten(const Effect& effect, const IntentRecord& record,
                              const RowRecord& row) {
  const std::optional<TaskField> changed = find_task_field(effect.field);  // none: the whole row
  for_each_field([&](TaskField field) {
    if (changed.has_value() && *changed != field) return;
    const FieldEffect& last = row.last_effects[static_cast<std::size_t>(field)];
    const IntentRecord* other = memory_.model.find(last.intent);
    if (other == nullptr || other->device == record.device) return;
    if (last.seq <= record.seen_version) return;
    if (effect.field == field_name(TaskField::tags) && keeps_unseen_tags(effect, record)) return;
    step_.overwritten.push_back({effect.intent, last.intent, field, !changed.has_value()});
  });
}

void Oracle::set_intended(TaskRecord& task, IntendedState state) {
  OracleModel& model = memory_.model;
  IntendedState& current = task.intended;
  if (current == IntendedState::deleted) return;
  std::int64_t& open = model.open_counts[task.account].intended;
  if (current == IntendedState::open) --open;
  if (state == IntendedState::open) ++open;
  current = state;
}

void Oracle::confirm(IntentRecord& record) {
  if (is_waiting(record)) --memory_.model.devices[record.device].unconfirmed[record.user];
}

void Oracle::on_reminder_sent(const Notification& message) {
  if (memory_.model.reminders.is_due(message.account, message.notice)) return;
  step_.reminded_of_done.push_back({kLabActor, message.notice.task_intent, message.notice.intent});
}

void Oracle::on_reminder_settled(const Job& job, TimeMs now_ms) {
  if (job.account != kNobody) memory_.model.reminders.on_settled(job, now_ms);
}

void Oracle::on_reminder_set(Intent task, TimeMs set_ms, TimeMs meant_ms) {
  memory_.model.reminders.on_set(task, set_ms, meant_ms);
}

void Oracle::on_reminder_withheld(ActorId device, const Notice& notice) {
  memory_.model.reminders.on_withheld(device, notice);
}

void Oracle::on_reminder_shown(ActorId device, const Notice& notice, const DeviceView* view,
                               TimeMs now_ms) {
  const OracleStep::Reminded reminded{device, notice.task_intent, notice.intent};
  ReminderWatch& reminders = memory_.model.reminders;
  if (reminders.on_shown(device, notice, now_ms) > 1) step_.reminded_again.push_back(reminded);
  if (reminders.is_off(notice)) step_.reminded_off.push_back(reminded);
  const bool is_of_done = notice.is_from_app ? is_done(notice)  // it has asked nobody
                                             : view != nullptr && knows_better(*view, notice);
  if (is_of_done) step_.reminded_of_done.push_back(reminded);
}

bool Oracle::is_done(const Notice& notice) const {
  const auto task = memory_.model.tasks.find(notice.task_intent);
  if (task == memory_.model.tasks.end()) return false;
  const IntendedState state = task->second.intended;
  return state == IntendedState::completed || state == IntendedState::deleted;
}

void Oracle::on_sent(const std::vector<Intent>& intents, TimeMs now_ms) {
  for (const Intent intent : intents) {
    if (IntentRecord* record = memory_.model.find(intent)) {
      ++record->sends;
      record->last_sent_ms = now_ms;
    }
    step_.sent.push_back(intent);
  }
}

void Oracle::on_load(std::int64_t devices, std::int64_t in_a_tenth) {
  step_.load = {devices, in_a_tenth};
}

void Oracle::on_shown(ActorId device, const DeviceView& view, ViewChanges changes) {
  DeviceSeen& seen = memory_.model.devices[device];
  seen.running = true;
  seen.claim = view.claim;
  seen.queued = view.queued;
  seen.session = view.session.state;
  seen.session_id = view.session.id;
  if (seen.account != view.session.account) note_signed_out(device, seen.account);
  seen.account = view.session.account;
  if (changes.restarted) take_restart(seen, device, changes);
  for (const OperationTold& operation : changes.operations) take_told(seen, device, operation);

  OracleStep::Shown shown{device, &view, {}, {}};
  std::set<Intent> touched;
  for (const TaskId& handle : changes.rows) {
    const auto before = seen.rows.find(handle);
    if (before != seen.rows.end()) {
      touched.insert(before->second.created_by);
      seen.rows_by_task.erase({before->second.created_by, handle});
    }
    const auto row = view.rows.find(handle);
    if (row == view.rows.end()) {
      if (before != seen.rows.end()) seen.rows.erase(before);
      continue;
    }
    touched.insert(row->second.created_by);
    RowSeen& now = seen.rows[handle];
    std::int64_t& newest = seen.newest[handle];
    newest = std::max(newest, now.version);
    now = {row->second.version, row->second.created_by};
    seen.rows_by_task.insert({now.created_by, handle});
  }
  shown.changes = std::move(changes);
  shown.touched_tasks.assign(touched.begin(), touched.end());
  step_.shown.push_back(std::move(shown));
}

void Oracle::take_told(DeviceSeen& seen, ActorId device, const OperationTold& operation) {
  IntentRecord* record = memory_.model.find(operation.intent);
  if (record == nullptr || record->device != device) return;
  switch (operation.told) {
    case Told::in_memory:
    case Told::hidden: break;
    case Told::saved: record->told_saved = true; break;
    case Told::acknowledged:
      record->told_saved = true;
      record->told_acknowledged = true;
      if (is_waiting(*record) && record->taken_back) --seen.unconfirmed[record->user];
      record->in_queue = false;
      break;
    case Told::rejected:
    case Told::discarded:
      if (is_waiting(*record)) --seen.unconfirmed[record->user];
      record->in_queue = false;
      (operation.told == Told::rejected ? record->rejected : record->discarded) = true;
      break;
    case Told::conflict:
      if (is_waiting(*record)) --seen.unconfirmed[record->user];
      record->told_saved = true;
      record->in_queue = false;
      record->in_conflict = true;
      break;
    case Told::lost: {
      const bool was_waiting = is_waiting(*record);
      record->in_queue = true;
      record->in_conflict = false;
      if (!was_waiting && is_waiting(*record)) ++seen.unconfirmed[record->user];
      break;
    }
    case Told::vanished:
      record->in_queue = false;
      record->vanished = true;
      break;
  }
}

// An app that starts shows everything that it still has. What is missing is lost: a broken promise
// when it had been called saved.
void Oracle::take_restart(DeviceSeen& seen, ActorId device, const ViewChanges& changes) {
  seen.rows.clear();
  seen.rows_by_task.clear();
  seen.newest.clear();
  std::set<Intent> present;
  for (const OperationTold& operation : changes.operations) present.insert(operation.intent);
  memory_.model.for_each_intent([&](Intent intent, IntentRecord& record) {
    if (record.device != device) return;
    record.sends = 0;
    if (present.count(intent) != 0) {
      const bool was_waiting = is_waiting(record);
      record.in_queue = !record.rejected;
      if (!was_waiting && is_waiting(record)) ++seen.unconfirmed[record.user];
      return;
    }
    if (!record.in_queue) return;
    record.in_queue = false;
    if (record.effects > 0 || record.conflict_recorded) return;
    if (record.taken_back) {  // it has not saved yet that it is gone, and finds it out again
      --seen.unconfirmed[record.user];
      return;
    }
    if (record.told_saved) {
      record.vanished = true;
      step_.lost.push_back(intent);
    } else {
      confirm(record);
      record.lost_unsaved = true;
    }
  });
}

void Oracle::on_device_closed(ActorId device) { memory_.model.devices[device].running = false; }

void Oracle::on_asked_again(ActorId device) {
  memory_.model.for_each_intent([&](Intent, IntentRecord& record) {
    if (record.device == device) record.sends = 0;
  });
}

void Oracle::set_user(IntentRecord& record, AccountId user) {
  std::map<AccountId, std::int32_t>& unconfirmed = memory_.model.devices[record.device].unconfirmed;
  if (is_waiting(record)) {
    --unconfirmed[record.user];
    ++unconfirmed[user];
  }
  record.user = user;
}

void Oracle::on_work_kept(ActorId device, AccountId account, BatchId batch) {
  memory_.model.for_each_intent([&](Intent, IntentRecord& record) {
    if (record.device != device || record.user != kNobody || !record.in_queue) return;
    set_user(record, account);
    record.kept_in_batch = batch;
  });
}

void Oracle::on_batches_lost(ActorId device, BatchId durable) {
  std::vector<Heard>& heard = memory_.model.devices[device].heard;
  while (!heard.empty() && heard.back().batch > durable) heard.pop_back();
  memory_.model.for_each_intent([&](Intent, IntentRecord& record) {
    if (record.device != device || record.kept_in_batch <= durable) return;
    set_user(record, kNobody);
    record.kept_in_batch = 0;
  });
}

void Oracle::on_session_ended(const SessionId& session) {
  memory_.model.ended_sessions.insert(session);
}

// --------------------------------------------------------------------------------- what it judges

std::vector<std::size_t> Oracle::check_step(TimeMs now_ms, std::uint64_t step,
                                            std::size_t event_index) {
  std::vector<std::size_t> broken;
  if (!step_.any()) return broken;
  const std::vector<const Promise*>& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    if (promises[i]->on_step == nullptr) continue;
    std::optional<Finding> finding = promises[i]->on_step(memory_.model, step_);
    if (finding && note(i, std::move(*finding), now_ms, step, event_index)) broken.push_back(i);
  }
  step_ = OracleStep{};
  return broken;
}

std::vector<std::size_t> Oracle::check_rest(const OracleRest& rest, TimeMs now_ms,
                                            std::uint64_t step, std::size_t event_index) {
  std::vector<std::size_t> broken;
  const std::vector<const Promise*>& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    PromiseVerdict& verdict = memory_.verdicts[i];
    if (verdict.status == PromiseStatus::not_yet_due) verdict.status = PromiseStatus::kept;
    if (promises[i]->at_rest == nullptr) continue;
    std::optional<Finding> finding = promises[i]->at_rest(memory_.model, rest);
    if (finding && note(i, std::move(*finding), now_ms, step, event_index)) broken.push_back(i);
  }
  return broken;
}

void Oracle::set_not_yet_due() {
  const std::vector<const Promise*>& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    PromiseVerdict& verdict = memory_.verdicts[i];
    if (promises[i]->kind == PromiseKind::liveness && verdict.status == PromiseStatus::kept) {
      verdict.status = PromiseStatus::not_yet_due;
    }
  }
}

bool Oracle::note(std::size_t promise, Finding finding, TimeMs now_ms, std::uint64_t step,
                  std::size_t event_index) {
  PromiseVerdict& verdict = memory_.verdicts[promise];
  ++verdict.violations;
  if (verdict.status == PromiseStatus::broken) return false;
  verdict.status = PromiseStatus::broken;
  verdict.at_ms = now_ms;
  verdict.step = step;
  verdict.event_index = event_index;
  verdict.finding = std::move(finding);
  return true;
}

bool Oracle::any_broken() const {
  return std::any_of(
      memory_.verdicts.begin(), memory_.verdicts.end(),
      [](const PromiseVerdict& verdict) { return verdict.status == PromiseStatus::broken; });
}

}  // namespace srl
