// SPDX-License-Identifier: MIT
// What a pull brings: rows and conflicts, and the end of operations that waited for it.
#include "device/local_store.h"

#include <algorithm>
#include <set>

#include "device/row_effect.h"

namespace srl {

// ------------------------------------------------------------------------------------------- rows

const TaskId* LocalStore::handle_of(const TaskId& server_id) const {
  const auto found = memory_.handle_by_server_id.find(server_id);
  return found == memory_.handle_by_server_id.end() ? nullptr : &found->second;
}

const TaskId& LocalStore::row_handle(const TaskId& id) const {
  const TaskId* handle = handle_of(id);
  return handle != nullptr ? *handle : id;
}

void LocalStore::put(const Task& task) {
  const TaskId handle = row_handle(task.id);
  LocalRow& row = memory_.rows[handle];
  row.server_id = task.id;
  row.version = task.version;
  row.is_deleted = false;
  row.confirmed = task.fields;
  row.created_by = task.created_by;
  note(sql_.write_confirmed(handle, row));
  drop_acknowledged(row, task.version);
  rebuild(handle, row);
}

std::int64_t LocalStore::version_of(const TaskId& id) const {
  const auto found = memory_.rows.find(row_handle(id));
  return found == memory_.rows.end() ? 0 : found->second.version;
}

std::vector<TaskId> LocalStore::ids() const {
  std::vector<TaskId> ids;
  ids.reserve(memory_.rows.size());
  for (const auto& [handle, row] : memory_.rows) ids.push_back(row.server_id.value_or(handle));
  return ids;
}

bool LocalStore::has_queued_operations(const TaskId& id) const {
  const auto found = memory_.rows.find(row_handle(id));
  return found != memory_.rows.end() && !found->second.pending.empty();
}

bool LocalStore::may_be_gone(const TaskId& id, std::int64_t listed_version) const {
  const auto found = memory_.rows.find(row_handle(id));
  if (found == memory_.rows.end()) return true;
  const LocalRow& row = found->second;
  if (row.version == 0) return row.pending.empty();
  return std::none_of(row.pending.begin(), row.pending.end(), [&](std::int64_t client_seq) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    return pending.state == OpState::acknowledged &&
           pending.acknowledged_version > listed_version && leaves_row(pending.operation);
  });
}

// ------------------------------------------------------------------- a service that has gone back

void LocalStore::service_went_back(std::int64_t common_seq) {
  std::vector<PendingOperation> lost;
  note(sql_.go_back_to(common_seq, lost));
  memory_.remembered -= static_cast<std::int64_t>(lost.size());
  for (auto& [handle, row] : memory_.rows) {
    // It is shown until the service has stated another, whose version may be any.
    if (row.version <= common_seq) continue;
    row.version = kVersionOfALostTime;
    touch(handle);
  }
  // A decision would say that its maker has seen the row as far as the record.
  for (auto& [id, conflict] : memory_.conflicts) {
    if (conflict.version <= common_seq) continue;
    conflict.version = common_seq;
    note(sql_.write_conflict(conflict));
    memory_.conflicts_changed = true;
  }
  for (auto& [client_seq, pending] : memory_.outbox) {
    std::int64_t& base = pending.operation.base_version;
    base = std::min(base, common_seq);
    if (pending.is_answered() && pending.newest_change() > common_seq) lost.push_back(pending);
  }
  for (PendingOperation& one : lost) {
    one.operation.base_version = std::min(one.operation.base_version, common_seq);
    lose(std::move(one));
  }
}

// It is in the queue again, and waits for the person.
void LocalStore::lose(PendingOperation operation) {
  const std::int64_t client_seq = operation.operation.client_seq;
  const TaskId handle = operation.operation.task;
  const bool is_new = memory_.outbox.count(client_seq) == 0;
  PendingOperation& pending = memory_.outbox[client_seq];
  if (is_new) {
    pending = std::move(operation);
    pending.durable = true;
    pending.state = OpState::acknowledged;  // on the disk it is in the one before
    ++memory_.count_by_state[static_cast<std::size_t>(pending.state)];
    if (pending.operation.conflict) memory_.conflicts_changed = true;
  }
  pending.acknowledged_version = 0;
  pending.conflict_version = 0;
  pending.answered_seq = 0;
  set_state(client_seq, OpState::lost);
  note(sql_.set_state(client_seq, OpState::lost, {}));
  tell(pending, Told::lost);
  LocalRow& row = memory_.rows[handle];
  std::vector<std::int64_t>& of_row = row.pending;
  const auto place = std::lower_bound(of_row.begin(), of_row.end(), client_seq);
  if (place == of_row.end() || *place != client_seq) of_row.insert(place, client_seq);
  if (pending.operation.kind == OpKind::create_task) row.created_by = pending.operation.intent;
  rebuild(handle, row);
}

void LocalStore::remove(const TaskId& id, std::int64_t version) {
  const TaskId handle = row_handle(id);
  const auto found = memory_.rows.find(handle);
  if (found == memory_.rows.end()) return;
  LocalRow& row = found->second;
  row.version = std::max(row.version, version);
  row.is_deleted = true;
  row.confirmed = TaskFields{};
  drop_acknowledged(row, INT64_MAX);
  if (!row.pending.empty()) note(sql_.write_confirmed(handle, row));
  rebuild(handle, row);
  erase_if_unused(handle);
}

void LocalStore::remove_with_queue(const TaskId& id) {
  const TaskId handle = row_handle(id);
  const auto found = memory_.rows.find(handle);
  if (found == memory_.rows.end()) return;
  const std::vector<std::int64_t> pending = found->second.pending;
  for (const std::int64_t client_seq : pending) {
    tell(memory_.outbox.at(client_seq), Told::vanished);
    drop_operation(client_seq);
  }
  remove(id, 0);
}

void LocalStore::forget_acknowledged(std::int64_t up_to_version, const std::set<TaskId>& listed) {
  if (count(OpState::acknowledged) + count(OpState::conflict) == 0) return;
  std::vector<std::int64_t> contained;
  for (auto& [client_seq, pending] : memory_.outbox) {
    const std::int64_t version = std::max(pending.acknowledged_version, pending.conflict_version);
    if (!pending.is_answered() || version > up_to_version) continue;
    const LocalRow& row = memory_.rows.at(pending.operation.task);
    const bool waits_for_row = pending.state == OpState::acknowledged &&
                               (row.version == 0 || row.version < pending.acknowledged_version) &&
                               listed.count(row.server_id.value_or(pending.operation.task)) != 0;
    if (!waits_for_row) {
      contained.push_back(client_seq);
    } else if (pending.conflict_version != 0) {  // the listing has told of the conflict
      pending.conflict_version = 0;
      note(sql_.set_state(client_seq, pending.state, {pending.acknowledged_version}));
    }
  }
  for (const std::int64_t client_seq : contained) take_off(client_seq);
}

// -------------------------------------------------------------------------------------- conflicts

// A decision may be about a row that is not here any more: the service has stated that it is
// deleted. A row with operations is here, even before a pull has brought it: its own create stands
// for it.
void LocalStore::name_row_of(const ConflictId& id, const TaskId& handle, LocalRow& row) {
  const auto found = memory_.conflicts.find(id);
  if (found == memory_.conflicts.end()) return;
  if (row.version != 0 || !row.pending.empty()) return;
  row.server_id = found->second.task;
  row.created_by = found->second.created_by;
  row.version = found->second.version;
  row.is_deleted = true;
  note(sql_.write_confirmed(handle, row));
}

void LocalStore::put_conflict(const Conflict& conflict) {
  const TaskId handle = row_handle(conflict.task);
  touch(handle);
  memory_.conflicts_changed = true;
  if (conflict.state == ConflictState::open) {
    memory_.conflicts[conflict.id] = conflict;
    note(sql_.write_conflict(conflict));
  } else if (memory_.conflicts.erase(conflict.id) > 0) {
    note(sql_.delete_conflict(conflict.id));
  }
  const auto row = memory_.rows.find(handle);
  if (row == memory_.rows.end()) return;
  note_conflict_came(row->second, conflict.version);
  rebuild(handle, row->second);
  erase_if_unused(handle);
}

// Operations in conflict are done with: the record has all that they wanted. A decision goes on to
// wait for its row, if that isn't here yet.
void LocalStore::note_conflict_came(const LocalRow& row, std::int64_t version) {
  const std::vector<std::int64_t> of_row = row.pending;
  for (const std::int64_t client_seq : of_row) {
    PendingOperation& pending = memory_.outbox.at(client_seq);
    if (pending.conflict_version == 0 || pending.conflict_version > version) continue;
    if (pending.state == OpState::conflict) pending.acknowledged_version = pending.conflict_version;
    pending.conflict_version = 0;
    if (pending.state == OpState::conflict || is_contained(pending, row)) {
      drop_operation(client_seq);
    } else {
      note(sql_.set_state(client_seq, pending.state, {pending.acknowledged_version}));
    }
  }
}

void LocalStore::keep_conflicts(const std::set<ConflictId>& open) {
  std::vector<ConflictId> closed;
  for (const auto& [id, conflict] : memory_.conflicts) {
    if (open.count(id) == 0) closed.push_back(id);
  }
  for (const ConflictId& id : closed) {
    touch(row_handle(memory_.conflicts.at(id).task));
    memory_.conflicts.erase(id);
    memory_.conflicts_changed = true;
    note(sql_.delete_conflict(id));
  }
}

}  // namespace srl
