// SPDX-License-Identifier: MIT
#include "sim/oracle.h"

#include <algorithm>
#include <optional>
#include <set>

namespace srl {
namespace {

constexpr std::string_view kStatusNames[] = {"kept", "not yet due", "broken"};

std::optional<TaskField> find_field(std::string_view name) {
  for (int i = 0; i < kTaskFieldCount; ++i) {
    if (field_name(static_cast<TaskField>(i)) == name) return static_cast<TaskField>(i);
  }
  return std::nullopt;
}

bool is_waiting(const IntentRecord& record) {
  return record.effects == 0 && !record.rejected && !record.discarded && !record.lost_unsaved;
}

}  // namespace

std::string_view promise_status_name(PromiseStatus status) {
  return kStatusNames[static_cast<std::size_t>(status)];
}

Oracle::Oracle() {
  memory_.verdicts.resize(promises_in_order().size());
  memory_.model.intents.resize(1);
  set_not_yet_due();
}

// ------------------------------------------------------------------------------- what it is told

void Oracle::on_gesture(Intent intent, ActorId device, AccountId user, OpKind kind, Intent task,
                        const TaskPatch& patch, TimeMs at_ms) {
  OracleModel& model = memory_.model;
  if (model.intents.size() <= intent) model.intents.resize(intent + 1);
  IntentRecord& record = model.intents[intent];
  record.device = device;
  record.user = user;
  record.kind = kind;
  record.task = kind == OpKind::create_task ? intent : task;
  record.patch = patch;
  record.at_ms = at_ms;
  record.in_queue = true;
  ++model.devices[device].unconfirmed[user];
  IntentByField& wishes = model.tasks[record.task].wishes_of(device);
  for_each_field([&](TaskField field) {
    const bool wished =
        kind == OpKind::delete_task || kind == OpKind::create_task || patch.has(field);
    if (wished) wishes[static_cast<std::size_t>(field)] = intent;
  });
  // The device's clock sets this one along with `completed`: no gesture says what it is to be.
  if (patch.has(TaskField::completed)) {
    wishes[static_cast<std::size_t>(TaskField::completed_at)] = kNoIntent;
  }
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
      model.creator_of.emplace(std::pair(account, effect.task), effect.intent);
      TaskRecord& created = model.tasks[effect.intent];
      if (created.account == kNobody) created.account = account;
    }
    if (record->effects == 0) {
      confirm(*record);
      record->effect_seq = effect.seq;
    }
    ++record->effects;
  }
  const auto creator = model.creator_of.find({account, effect.task});
  if (creator == model.creator_of.end()) return;
  TaskRecord& task = model.tasks[creator->second];
  if (task.account != account) return;  // a copy in another account: no_foreign_data reports it
  const bool is_first = record->effects == 1;
  if (effect.field == kRowEffect) {
    if (effect.new_value == kRowDeleted) {
      if (task.deleted_seq == 0) task.deleted_seq = effect.seq;
      if (is_first) set_intended(task, IntendedState::deleted);
    } else if (effect.new_value == kRowCreated && is_first) {
      set_intended(task, IntendedState::open);
    }
    return;
  }
  const std::optional<TaskField> field = find_field(effect.field);
  if (!field.has_value()) return;
  task.last_effects[static_cast<std::size_t>(*field)] = {effect.seq, effect.intent};
  if (is_first && *field == TaskField::completed) {
    set_intended(task, effect.new_value == "true" ? IntendedState::completed
                                                  : IntendedState::open);
  }
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

void Oracle::on_sent(const std::vector<Intent>& intents) {
  for (const Intent intent : intents) {
    if (IntentRecord* record = memory_.model.find(intent)) ++record->sends;
    step_.sent.push_back(intent);
  }
}

void Oracle::on_shown(ActorId device, const DeviceView& view, ViewChanges changes) {
  DeviceSeen& seen = memory_.model.devices[device];
  seen.running = true;
  seen.claim = view.claim;
  seen.queued = view.queued;
  seen.session = view.session.state;
  seen.session_id = view.session.id;
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
      record->in_queue = false;
      break;
    case Told::rejected:
    case Told::discarded:
      if (is_waiting(*record)) --seen.unconfirmed[record->user];
      record->in_queue = false;
      (operation.told == Told::rejected ? record->rejected : record->discarded) = true;
      break;
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
  std::vector<IntentRecord>& intents = memory_.model.intents;
  for (Intent intent = 1; intent < intents.size(); ++intent) {
    IntentRecord& record = intents[intent];
    if (record.device != device) continue;
    record.sends = 0;
    if (present.count(intent) != 0) {
      record.in_queue = !record.rejected;
      continue;
    }
    if (!record.in_queue) continue;
    record.in_queue = false;
    if (record.effects > 0) continue;
    if (record.told_saved) {
      record.vanished = true;
      step_.lost.push_back(intent);
    } else {
      confirm(record);
      record.lost_unsaved = true;
    }
  }
}

void Oracle::on_device_closed(ActorId device) { memory_.model.devices[device].running = false; }

void Oracle::on_asked_again(ActorId device) {
  for (IntentRecord& record : memory_.model.intents) {
    if (record.device == device) record.sends = 0;
  }
}

void Oracle::on_work_kept(ActorId device, AccountId account) {
  DeviceSeen& seen = memory_.model.devices[device];
  for (IntentRecord& record : memory_.model.intents) {
    if (record.device != device || record.user != kNobody || !record.in_queue) continue;
    if (is_waiting(record)) {
      --seen.unconfirmed[kNobody];
      ++seen.unconfirmed[account];
    }
    record.user = account;
  }
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
  return std::any_of(memory_.verdicts.begin(), memory_.verdicts.end(),
                     [](const PromiseVerdict& verdict) {
                       return verdict.status == PromiseStatus::broken;
                     });
}

}  // namespace srl
