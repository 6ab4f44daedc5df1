// SPDX-License-Identifier: MIT
#include "device/local_store.h"

#include <algorithm>
#include <iterator>

namespace srl {
namespace {

// Whichever batch had it: the next one has it anew.
void set_unsaved(std::deque<UnsavedOperation>& not_durable, std::int64_t client_seq) {
  const auto is_same = [&](const UnsavedOperation& one) { return one.client_seq == client_seq; };
  not_durable.erase(std::remove_if(not_durable.begin(), not_durable.end(), is_same),
                    not_durable.end());
  not_durable.push_back({client_seq, 0});
}

// The service has answered: the operation is kept only until a pull has brought what came of it.
bool is_answered(const PendingOperation& pending) {
  return pending.state == OpState::acknowledged || pending.state == OpState::conflict;
}

// Acknowledged operations whose effect the confirmed row already contains change nothing more. A
// decision about a conflict stays until the pull has told of its end too.
bool is_contained(const PendingOperation& pending, const LocalRow& row) {
  if (pending.state != OpState::acknowledged || pending.conflict_version != 0) return false;
  const Operation& operation = pending.operation;
  if (operation.conflict && operation.resolution == Resolution::keep_theirs) return true;
  return row.version != 0 && pending.acknowledged_version <= row.version;
}

bool deletes(const Operation& operation) {
  return operation.kind == OpKind::delete_task ||
         (operation.conflict && operation.resolution == Resolution::delete_task);
}

bool makes_visible(const Operation& operation) {
  return operation.kind == OpKind::create_task ||
         (operation.conflict && operation.resolution == Resolution::restore_task);
}

void apply_operation(const Operation& operation, LocalRow& row) {
  if (deletes(operation)) {
    row.is_visible = false;
    return;
  }
  if (makes_visible(operation)) row.is_visible = true;
  operation.patch.apply_to(row.visible);
}

}  // namespace

// ------------------------------------------------------------------------------------ transactions

Status LocalStore::transact(const std::function<Status()>& work) {
  failure_ = {};
  const Status done = run_in_transaction(work);
  if (done.ok()) return done;
  const std::vector<TouchedRow> touched = memory_.touched_rows;
  SRL_TRY(load(memory_.principal));
  memory_.touched_rows = touched;
  return done;
}

Status LocalStore::run_in_transaction(const std::function<Status()>& work) {
  Transaction transaction(database_);
  SRL_TRY(transaction.status());
  SRL_TRY(work());
  SRL_TRY(failure_);
  return transaction.commit();
}

void LocalStore::note(Status status) {
  if (failure_.ok() && !status.ok()) failure_ = std::move(status);
}

// ------------------------------------------------------------------------------- gestures, answers

Status LocalStore::add(const Operation& op) {
  LocalRow& row = memory_.rows[op.task];
  if (op.kind == OpKind::create_task) row.created_by = op.intent;
  if (op.conflict) {
    name_row_of(*op.conflict, op.task, row);
    memory_.conflicts_changed = true;
  }
  PendingOperation& pending = memory_.outbox[op.client_seq];
  pending.operation = op;
  memory_.last_client_seq = op.client_seq;
  memory_.not_durable.push_back({op.client_seq, 0});
  ++memory_.count_by_state[static_cast<std::size_t>(OpState::queued)];
  row.pending.push_back(op.client_seq);
  tell(pending, Told::in_memory);
  rebuild(op.task, row);
  return sql_.add(op);
}

Status LocalStore::acknowledge(std::int64_t client_seq, const TaskId& server_id,
                               std::int64_t version, std::int64_t conflict_version,
                               KeptUntilPull kept) {
  const auto entry = memory_.outbox.find(client_seq);
  PendingOperation& pending = entry->second;
  const TaskId handle = pending.operation.task;
  LocalRow& row = memory_.rows.at(handle);
  adopt_server_id(handle, row, server_id);
  set_state(entry, OpState::acknowledged);
  tell(pending, Told::acknowledged);
  pending.acknowledged_version = version;
  pending.conflict_version = memory_.pull.server_seq >= conflict_version ? 0 : conflict_version;
  if (is_contained(pending, row)) {
    // The answer to a repeat: a pull has brought the effect, or its deletion, long ago.
    drop_operation(client_seq);
    rebuild(handle, row);
    erase_if_unused(handle);
    return {};
  }
  if (kept == KeptUntilPull::in_memory) return {};
  if (kept == KeptUntilPull::on_disk) {
    return sql_.set_state(client_seq, OpState::acknowledged,
                          {version, ErrorCode::none, pending.conflict_version});
  }
  // The naive way: what is shown is taken for what the service holds.
  apply_operation(pending.operation, row);
  row.version = std::max(row.version, version);
  row.confirmed = row.visible;
  if (deletes(pending.operation)) {
    row.version = 0;
    note(sql_.delete_confirmed(handle));
  } else {
    note(sql_.write_confirmed(handle, row));
  }
  drop_operation(client_seq);
  rebuild(handle, row);
  erase_if_unused(handle);
  return {};
}

Status LocalStore::keep_in_conflict(std::int64_t client_seq, const TaskId& server_id,
                                    std::int64_t version, std::int64_t conflict_version) {
  const auto entry = memory_.outbox.find(client_seq);
  PendingOperation& pending = entry->second;
  const TaskId handle = pending.operation.task;
  LocalRow& row = memory_.rows.at(handle);
  adopt_server_id(handle, row, server_id);
  set_state(entry, OpState::conflict);
  tell(pending, Told::conflict);
  pending.acknowledged_version = version;
  pending.conflict_version = conflict_version;
  rebuild(handle, row);
  // The answer to a repeat may come after the pull that has brought the conflict.
  if (memory_.pull.server_seq >= conflict_version) {
    drop_operation(client_seq);
    erase_if_unused(handle);
    return {};
  }
  return sql_.set_state(client_seq, OpState::conflict,
                        {version, ErrorCode::none, conflict_version});
}

Status LocalStore::reject(std::int64_t client_seq, ErrorCode code) {
  const auto entry = memory_.outbox.find(client_seq);
  PendingOperation& pending = entry->second;
  set_state(entry, OpState::rejected);
  tell(pending, Told::rejected);
  if (pending.operation.conflict) memory_.conflicts_changed = true;
  pending.rejection = code;
  const TaskId handle = pending.operation.task;
  LocalRow& row = memory_.rows.at(handle);
  row.pending.erase(std::remove(row.pending.begin(), row.pending.end(), client_seq),
                    row.pending.end());
  rebuild(handle, row);
  erase_if_unused(handle);
  return sql_.set_state(client_seq, OpState::rejected, {0, code});
}

Status LocalStore::park(std::int64_t client_seq) {
  set_state(client_seq, OpState::parked);
  return sql_.set_state(client_seq, OpState::parked, {});
}

Status LocalStore::unpark_all() {
  for (auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state != OpState::parked) continue;
    set_state(client_seq, OpState::queued);
    pending.attempts = 0;
    SRL_TRY(sql_.set_state(client_seq, OpState::queued, {}));
  }
  return {};
}

Status LocalStore::discard_rejected() {
  std::vector<std::int64_t> rejected;
  for (const auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state == OpState::rejected) rejected.push_back(client_seq);
  }
  for (const std::int64_t client_seq : rejected) {
    tell(memory_.outbox.at(client_seq), Told::discarded);
    drop_operation(client_seq);
  }
  return {};
}

Status LocalStore::save_pull_state(std::int64_t open_count, Hlc hlc) {
  memory_.open_count = open_count;
  memory_.hlc = std::max(memory_.hlc, hlc);
  return sql_.write_pull_state(memory_.pull, open_count, memory_.hlc);
}

Status LocalStore::forget(std::int64_t client_seq) {
  const PendingOperation& pending = memory_.outbox.at(client_seq);
  const TaskId handle = pending.operation.task;
  tell(pending, Told::vanished);
  drop_operation(client_seq);
  rebuild(handle, memory_.rows.at(handle));
  erase_if_unused(handle);
  return {};
}

// ------------------------------------------------------------------------------------- principals

// Whose an operation is, is as unsaved as a new one until the disk has it: what is sent as somebody's
// must still be theirs when the app dies.
Status LocalStore::take_over(AccountId from) {
  return transact([&]() -> Status {
    SRL_TRY(sql_.take_over(from));
    for (const HiddenOperation& taken : memory_.hidden) {
      if (taken.account == from) set_unsaved(memory_.not_durable, taken.client_seq);
    }
    SRL_TRY(load(memory_.principal));
    for (auto& [handle, row] : memory_.rows) {
      if (!row.pending.empty()) rebuild(handle, row);
    }
    return {};
  });
}

Status LocalStore::delete_everything_of(AccountId principal, Told told) {
  std::vector<OperationTold> gone;
  for (const HiddenOperation& hidden : memory_.hidden) {
    if (hidden.account == principal) gone.push_back({hidden.intent, told});
  }
  if (principal == memory_.principal) {
    for (const auto& [client_seq, pending] : memory_.outbox) {
      const bool is_answered =
          pending.state == OpState::acknowledged || pending.state == OpState::rejected;
      if (!is_answered) gone.push_back({pending.operation.intent, told});
    }
  }
  const auto delete_and_reload = [&]() -> Status {
    SRL_TRY(sql_.delete_everything_of(principal));
    return load(memory_.principal);
  };
  SRL_TRY(transact(delete_and_reload));
  memory_.told = std::move(gone);
  return {};
}

std::int64_t LocalStore::hidden_of(AccountId principal) const {
  return std::count_if(memory_.hidden.begin(), memory_.hidden.end(),
                       [&](const HiddenOperation& one) { return one.account == principal; });
}

// -------------------------------------------------------------------------------- in memory only

void LocalStore::set_state(std::int64_t client_seq, OpState state) {
  set_state(memory_.outbox.find(client_seq), state);
}

void LocalStore::set_state(OutboxEntry entry, OpState state) {
  PendingOperation& pending = entry->second;
  --memory_.count_by_state[static_cast<std::size_t>(pending.state)];
  ++memory_.count_by_state[static_cast<std::size_t>(state)];
  pending.state = state;
  note_done_below(entry);
  memory_.touched_rows.push_back({pending.operation.task, false});
}

// Who looks for what is to be sent need not pass thousands of operations that only wait for a pull.
void LocalStore::note_done_below(OutboxEntry changed) {
  if (!is_done(changed->second.state)) {
    memory_.done_below = std::min(memory_.done_below, changed->first);
    return;
  }
  const bool is_first = changed == memory_.outbox.begin() ||
                        std::prev(changed)->first < memory_.done_below;
  if (!is_first) return;
  auto next = changed;
  while (next != memory_.outbox.end() && is_done(next->second.state)) ++next;
  memory_.done_below = next == memory_.outbox.end() ? changed->first + 1 : next->first;
}

const PendingOperation& LocalStore::begin_attempt(std::int64_t client_seq) {
  const auto entry = memory_.outbox.find(client_seq);
  set_state(entry, OpState::sending);
  ++entry->second.attempts;
  return entry->second;
}

void LocalStore::note_batch(BatchId batch) {
  for (UnsavedOperation& unsaved : memory_.not_durable) {
    if (unsaved.batch == 0) unsaved.batch = batch;
  }
}

std::vector<std::int64_t> LocalStore::take_durable(BatchId up_to) {
  std::vector<std::int64_t> durable;
  while (!memory_.not_durable.empty()) {
    const auto [client_seq, batch] = memory_.not_durable.front();
    if (batch > up_to) break;
    memory_.not_durable.pop_front();
    const auto found = memory_.outbox.find(client_seq);
    if (found == memory_.outbox.end()) continue;  // answered, or another principal's
    PendingOperation& pending = found->second;
    pending.durable = true;
    if (pending.state != OpState::acknowledged) tell(pending, Told::saved);
    memory_.touched_rows.push_back({pending.operation.task, false});
    durable.push_back(client_seq);
  }
  return durable;
}

std::vector<TouchedRow> LocalStore::take_touched_rows() {
  std::vector<TouchedRow> rows;
  rows.swap(memory_.touched_rows);
  const auto is_before = [](const TouchedRow& a, const TouchedRow& b) {
    return a.handle < b.handle || (a.handle == b.handle && a.in_its_fields && !b.in_its_fields);
  };
  const auto is_same = [](const TouchedRow& a, const TouchedRow& b) { return a.handle == b.handle; };
  std::sort(rows.begin(), rows.end(), is_before);
  rows.erase(std::unique(rows.begin(), rows.end(), is_same), rows.end());
  return rows;
}

std::vector<OperationTold> LocalStore::take_told() {
  std::vector<OperationTold> told;
  told.swap(memory_.told);
  return told;
}

void LocalStore::tell(const PendingOperation& pending, Told told) {
  memory_.told.push_back({pending.operation.intent, told});
}

std::int64_t LocalStore::queued_operations() const {
  return static_cast<std::int64_t>(memory_.outbox.size()) - count(OpState::acknowledged) -
         count(OpState::conflict) - count(OpState::rejected);
}

// ------------------------------------------------------------------------------------------ pulls

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

void LocalStore::forget_acknowledged(std::int64_t up_to_version) {
  if (count(OpState::acknowledged) + count(OpState::conflict) == 0) return;
  std::vector<std::int64_t> contained;
  for (const auto& [client_seq, pending] : memory_.outbox) {
    const std::int64_t version = std::max(pending.acknowledged_version, pending.conflict_version);
    if (is_answered(pending) && version <= up_to_version) contained.push_back(client_seq);
  }
  for (const std::int64_t client_seq : contained) {
    const TaskId handle = memory_.outbox.at(client_seq).operation.task;
    drop_operation(client_seq);
    rebuild(handle, memory_.rows.at(handle));
    erase_if_unused(handle);
  }
}

// --------------------------------------------------------------------------------------- conflicts

// A decision may be about a row that is not here any more: the service has stated that it is deleted.
// A row with operations is here, even before a pull has brought it: its own create stands for it.
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
    pending.conflict_version = 0;
    if (pending.state == OpState::conflict || is_contained(pending, row)) {
      drop_operation(client_seq);
    } else {
      note(sql_.set_state(client_seq, pending.state, {pending.acknowledged_version}));
    }
  }
}

void LocalStore::replace_conflicts(const std::vector<Conflict>& open) {
  std::set<ConflictId> listed;
  for (const Conflict& conflict : open) {
    listed.insert(conflict.id);
    put_conflict(conflict);
  }
  std::vector<ConflictId> closed;
  for (const auto& [id, conflict] : memory_.conflicts) {
    if (listed.count(id) == 0) closed.push_back(id);
  }
  for (const ConflictId& id : closed) {
    touch(row_handle(memory_.conflicts.at(id).task));
    memory_.conflicts.erase(id);
    memory_.conflicts_changed = true;
    note(sql_.delete_conflict(id));
  }
}

// -------------------------------------------------------------------------------------------- rows

// The service has named a row that the device created. The same row may have come in by a pull
// before the answer did: then it is here twice, and the one without a history of its own goes.
void LocalStore::adopt_server_id(const TaskId& handle, LocalRow& row, const TaskId& server_id) {
  if (row.server_id.has_value()) return;
  const auto twin = server_id == handle ? memory_.rows.end() : memory_.rows.find(server_id);
  if (twin != memory_.rows.end()) {
    row.confirmed = twin->second.confirmed;
    row.version = twin->second.version;
    row.is_deleted = twin->second.is_deleted;
    note(sql_.delete_confirmed(server_id));
    note(sql_.delete_visible(server_id));
    memory_.rows.erase(twin);
    touch(handle);
    touch(server_id);
  }
  row.server_id = server_id;
  memory_.handle_by_server_id[server_id] = handle;
  if (row.version != 0) note(sql_.write_confirmed(handle, row));
  // An acknowledged operation says that the row has a name; only another one has to be written.
  if (server_id != handle) note(sql_.set_server_id(handle, server_id));
}

// tasks = confirmed + outbox, for one row.
void LocalStore::rebuild(const TaskId& handle, LocalRow& row) {
  const TaskFields before = std::move(row.visible);
  const bool was_visible = row.is_visible;
  row.visible = row.confirmed;
  row.is_visible = row.exists_at_service();
  for (const std::int64_t client_seq : row.pending) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    if (pending.state == OpState::conflict) continue;  // the row stays until a person decides
    if (!is_contained(pending, row)) apply_operation(pending.operation, row);
  }
  touch(handle);
  if (!row.is_visible) {
    if (was_visible) note(sql_.delete_visible(handle));
  } else if (!was_visible || !(before == row.visible)) {
    note(sql_.write_visible(handle, row));
  }
}

void LocalStore::erase_if_unused(const TaskId& handle) {
  const auto found = memory_.rows.find(handle);
  if (found == memory_.rows.end()) return;
  const LocalRow& row = found->second;
  if (row.exists_at_service() || !row.pending.empty()) return;
  if (row.is_visible) note(sql_.delete_visible(handle));
  if (row.version != 0) note(sql_.delete_confirmed(handle));
  if (row.server_id) memory_.handle_by_server_id.erase(*row.server_id);
  touch(handle);
  memory_.rows.erase(found);
}

void LocalStore::drop_operation(std::int64_t client_seq) {
  const auto found = memory_.outbox.find(client_seq);
  if (found == memory_.outbox.end()) return;
  const PendingOperation& pending = found->second;
  if (pending.operation.conflict) memory_.conflicts_changed = true;
  const auto row = memory_.rows.find(pending.operation.task);
  if (row != memory_.rows.end()) {
    std::vector<std::int64_t>& of_row = row->second.pending;
    of_row.erase(std::remove(of_row.begin(), of_row.end(), client_seq), of_row.end());
  }
  touch(pending.operation.task);
  --memory_.count_by_state[static_cast<std::size_t>(pending.state)];
  memory_.outbox.erase(found);
  note(sql_.delete_operation(client_seq));
}

void LocalStore::drop_acknowledged(const LocalRow& row, std::int64_t up_to_version) {
  const std::vector<std::int64_t> of_row = row.pending;
  for (const std::int64_t client_seq : of_row) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    if (pending.state == OpState::acknowledged && pending.conflict_version == 0 &&
        pending.acknowledged_version <= up_to_version) {
      drop_operation(client_seq);
    }
  }
}

}  // namespace srl
