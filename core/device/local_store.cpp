// SPDX-License-Identifier: MIT
#include "device/local_store.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace srl {
namespace {

constexpr Sql kReadTasks{
    "SELECT handle, server_id, created_by, title, description, begins_at, duration_min, priority, "
    "tags, completed, completed_at, remind_at FROM tasks"};
constexpr Sql kWriteTask{
    "INSERT INTO tasks (handle, server_id, created_by, title, description, begins_at, "
    "duration_min, priority, tags, completed, completed_at, remind_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
    "ON CONFLICT (handle) DO UPDATE SET server_id = $2, created_by = $3, title = $4, "
    "description = $5, begins_at = $6, duration_min = $7, priority = $8, tags = $9, "
    "completed = $10, completed_at = $11, remind_at = $12"};
constexpr Sql kDeleteTask{"DELETE FROM tasks WHERE handle = $1"};

constexpr Sql kReadConfirmed{
    "SELECT handle, server_id, created_by, version, title, description, begins_at, duration_min, "
    "priority, tags, completed, completed_at, remind_at, deleted FROM confirmed"};
constexpr Sql kWriteConfirmed{
    "INSERT INTO confirmed (handle, server_id, created_by, version, title, description, begins_at, "
    "duration_min, priority, tags, completed, completed_at, remind_at, deleted) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
    "ON CONFLICT (handle) DO UPDATE SET server_id = $2, created_by = $3, version = $4, "
    "title = $5, description = $6, begins_at = $7, duration_min = $8, priority = $9, tags = $10, "
    "completed = $11, completed_at = $12, remind_at = $13, deleted = $14"};
constexpr Sql kDeleteConfirmed{"DELETE FROM confirmed WHERE handle = $1"};

constexpr Sql kReadOutbox{
    "SELECT client_seq, op_id, handle, kind, base_version, wall_ms, intent, state, "
    "acknowledged_version, rejection, present, title, description, begins_at, duration_min, "
    "priority, tags, completed, completed_at, remind_at FROM outbox ORDER BY client_seq"};
constexpr Sql kAddOperation{
    "INSERT INTO outbox (client_seq, op_id, handle, kind, base_version, wall_ms, intent, state, "
    "acknowledged_version, rejection, present, title, description, begins_at, duration_min, "
    "priority, tags, completed, completed_at, remind_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "0, 0, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"};
constexpr Sql kSetState{
    "UPDATE outbox SET state = $2, acknowledged_version = $3, rejection = $4 "
    "WHERE client_seq = $1"};
constexpr Sql kSetServerId{"UPDATE tasks SET server_id = $2 WHERE handle = $1"};
constexpr Sql kDeleteOperation{"DELETE FROM outbox WHERE client_seq = $1"};

constexpr Sql kReadMeta{"SELECT value FROM meta WHERE name = $1"};
constexpr Sql kWriteMeta{
    "INSERT INTO meta (name, value) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET value = $2"};
constexpr const char* kCursorMeta = "cursor";
constexpr const char* kServerSeqMeta = "server_seq";
constexpr const char* kOpenCountMeta = "open_count";
constexpr const char* kSnapshotMeta = "snapshot_wanted";

constexpr char kTagSeparator = ',';
std::string tags_text(const TaskFields& fields) { return join(fields.tags, ","); }

TaskFields read_fields(const Query& query, int column) {
  TaskFields fields;
  fields.title = query.text(column);
  fields.description = query.text(column + 1);
  fields.begins_at = query.integer(column + 2);
  fields.duration_min = query.integer(column + 3);
  fields.priority = static_cast<Priority>(query.integer(column + 4));
  fields.tags = split(query.text(column + 5), kTagSeparator);
  fields.completed = query.integer(column + 6) != 0;
  fields.completed_at = query.integer(column + 7);
  fields.remind_at = query.integer(column + 8);
  return fields;
}

// An id that the row may not have yet: empty text in the database.
std::string optional_id(const std::optional<TaskId>& id) { return id ? to_string(*id) : ""; }

// Acknowledged operations whose effect the confirmed row already contains change nothing more.
bool is_contained(const PendingOperation& pending, const LocalRow& row) {
  return pending.state == OpState::acknowledged && row.version != 0 &&
         pending.acknowledged_version <= row.version;
}

void apply_operation(const Operation& operation, LocalRow& row) {
  if (operation.kind == OpKind::delete_task) {
    row.is_visible = false;
    return;
  }
  if (operation.kind == OpKind::create_task) row.is_visible = true;
  operation.patch.apply_to(row.visible);
}

}  // namespace

// ---------------------------------------------------------------------------------------- loading

Status LocalStore::load() {
  memory_ = Memory{};
  SRL_TRY(load_tasks());
  SRL_TRY(load_confirmed());
  SRL_TRY(load_outbox());
  return load_meta();
}

Status LocalStore::load_tasks() {
  Query query(database_, kReadTasks);
  while (query.next()) {
    LocalRow& row = memory_.rows[query.id(0)];
    row.is_visible = true;
    row.visible = read_fields(query, 3);
    row.created_by = static_cast<Intent>(query.integer(2));
    if (!query.text(1).empty()) {
      row.server_id = query.id(1);
      memory_.handle_by_server_id[*row.server_id] = query.id(0);
    }
  }
  return query.status();
}

Status LocalStore::load_confirmed() {
  Query query(database_, kReadConfirmed);
  while (query.next()) {
    const TaskId handle = query.id(0);
    LocalRow& row = memory_.rows[handle];
    if (!query.text(1).empty()) {
      row.server_id = query.id(1);
      memory_.handle_by_server_id[*row.server_id] = handle;
    }
    row.created_by = static_cast<Intent>(query.integer(2));
    row.version = query.integer(3);
    row.confirmed = read_fields(query, 4);
    row.is_deleted = query.integer(13) != 0;
  }
  return query.status();
}

Status LocalStore::load_outbox() {
  Query query(database_, kReadOutbox);
  while (query.next()) {
    PendingOperation pending;
    Operation& operation = pending.operation;
    operation.client_seq = query.integer(0);
    operation.hlc = operation.client_seq;
    operation.id = query.id(1);
    operation.task = query.id(2);
    operation.kind = static_cast<OpKind>(query.integer(3));
    operation.base_version = query.integer(4);
    operation.wall_ms = query.integer(5);
    operation.intent = static_cast<Intent>(query.integer(6));
    pending.state = static_cast<OpState>(query.integer(7));
    pending.acknowledged_version = query.integer(8);
    pending.rejection = static_cast<ErrorCode>(query.integer(9));
    operation.patch.present = static_cast<std::uint32_t>(query.integer(10));
    operation.patch.values = read_fields(query, 11);
    pending.durable = true;  // it was read from the disk
    ++memory_.count_by_state[static_cast<std::size_t>(pending.state)];
    if (pending.state != OpState::rejected) {
      memory_.rows[operation.task].pending.push_back(operation.client_seq);
    }
    memory_.last_client_seq = operation.client_seq;
    memory_.outbox.emplace(operation.client_seq, std::move(pending));
  }
  return query.status();
}

Status LocalStore::load_meta() {
  const auto read = [&](const char* name, std::string& value) -> Status {
    Query query(database_, kReadMeta, name);
    if (query.next()) value = query.text(0);
    return query.status();
  };
  std::string seq = "0";
  std::string open = "0";
  std::string snapshot = "0";
  SRL_TRY(read(kCursorMeta, memory_.pull.cursor));
  SRL_TRY(read(kServerSeqMeta, seq));
  SRL_TRY(read(kOpenCountMeta, open));
  SRL_TRY(read(kSnapshotMeta, snapshot));
  memory_.pull.server_seq = std::strtoll(seq.c_str(), nullptr, 10);
  memory_.pull.snapshot_wanted = snapshot == "1";
  memory_.open_count = std::strtoll(open.c_str(), nullptr, 10);
  return {};
}

// ------------------------------------------------------------------------------------ transactions

Status LocalStore::transact(const std::function<Status()>& work) {
  failure_ = {};
  const Status done = run_in_transaction(work);
  if (done.ok()) return done;
  const std::set<TaskId> touched = memory_.touched_rows;
  SRL_TRY(load());
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

Status LocalStore::add(const Operation& operation) {
  const Operation& op = operation;
  const TaskFields& fields = op.patch.values;
  LocalRow& row = memory_.rows[op.task];
  if (op.kind == OpKind::create_task) row.created_by = op.intent;
  PendingOperation pending;
  pending.operation = op;
  memory_.outbox[op.client_seq] = pending;
  memory_.last_client_seq = op.client_seq;
  memory_.not_durable.push_back(op.client_seq);
  ++memory_.count_by_state[static_cast<std::size_t>(OpState::queued)];
  row.pending.push_back(op.client_seq);
  tell(op.client_seq, Told::in_memory);
  rebuild(op.task, row);
  return execute(database_, kAddOperation, op.client_seq, op.id, op.task,
                 static_cast<int>(op.kind), op.base_version, op.wall_ms, op.intent,
                 static_cast<int>(OpState::queued), op.patch.present, fields.title,
                 fields.description, fields.begins_at, fields.duration_min,
                 static_cast<int>(fields.priority), tags_text(fields), fields.completed,
                 fields.completed_at, fields.remind_at);
}

Status LocalStore::acknowledge(std::int64_t client_seq, const TaskId& server_id,
                               std::int64_t version, bool forget_at_once) {
  PendingOperation& pending = memory_.outbox.at(client_seq);
  const TaskId handle = pending.operation.task;
  adopt_server_id(handle, server_id);
  set_state(client_seq, OpState::acknowledged);
  tell(client_seq, Told::acknowledged);
  pending.acknowledged_version = version;
  LocalRow& row = memory_.rows.at(handle);
  if (is_contained(pending, row)) {
    // The answer to a repeat: a pull has brought the effect, or its deletion, long ago.
    drop_operation(client_seq);
    rebuild(handle, row);
    erase_if_unused(handle);
    return {};
  }
  if (!forget_at_once) {
    return execute(database_, kSetState, client_seq, static_cast<int>(OpState::acknowledged),
                   version, 0);
  }
  // The naive way: what is shown is taken for what the service holds.
  apply_operation(pending.operation, row);
  row.version = std::max(row.version, version);
  row.confirmed = row.visible;
  if (pending.operation.kind == OpKind::delete_task) {
    row.version = 0;
    note(execute(database_, kDeleteConfirmed, handle));
  } else {
    write_confirmed(handle, row);
  }
  drop_operation(client_seq);
  rebuild(handle, row);
  erase_if_unused(handle);
  return {};
}

Status LocalStore::reject(std::int64_t client_seq, ErrorCode code) {
  set_state(client_seq, OpState::rejected);
  tell(client_seq, Told::rejected);
  PendingOperation& pending = memory_.outbox.at(client_seq);
  pending.rejection = code;
  const TaskId handle = pending.operation.task;
  LocalRow& row = memory_.rows.at(handle);
  row.pending.erase(std::remove(row.pending.begin(), row.pending.end(), client_seq),
                    row.pending.end());
  rebuild(handle, row);
  erase_if_unused(handle);
  return execute(database_, kSetState, client_seq, static_cast<int>(OpState::rejected), 0,
                 static_cast<int>(code));
}

Status LocalStore::park(std::int64_t client_seq) {
  set_state(client_seq, OpState::parked);
  return execute(database_, kSetState, client_seq, static_cast<int>(OpState::parked), 0, 0);
}

Status LocalStore::unpark_all() {
  for (auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state != OpState::parked) continue;
    set_state(client_seq, OpState::queued);
    pending.attempts = 0;
    SRL_TRY(execute(database_, kSetState, client_seq, static_cast<int>(OpState::queued), 0, 0));
  }
  return {};
}

Status LocalStore::discard_rejected() {
  std::vector<std::int64_t> rejected;
  for (const auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state == OpState::rejected) rejected.push_back(client_seq);
  }
  for (const std::int64_t client_seq : rejected) {
    tell(client_seq, Told::discarded);
    drop_operation(client_seq);
  }
  return {};
}

Status LocalStore::save_pull_state(std::int64_t open_count) {
  memory_.open_count = open_count;
  SRL_TRY(execute(database_, kWriteMeta, kCursorMeta, memory_.pull.cursor));
  SRL_TRY(execute(database_, kWriteMeta, kServerSeqMeta, std::to_string(memory_.pull.server_seq)));
  SRL_TRY(execute(database_, kWriteMeta, kSnapshotMeta,
                  memory_.pull.snapshot_wanted ? "1" : "0"));
  return execute(database_, kWriteMeta, kOpenCountMeta, std::to_string(open_count));
}

// -------------------------------------------------------------------------------- in memory only

void LocalStore::set_state(std::int64_t client_seq, OpState state) {
  PendingOperation& pending = memory_.outbox.at(client_seq);
  --memory_.count_by_state[static_cast<std::size_t>(pending.state)];
  ++memory_.count_by_state[static_cast<std::size_t>(state)];
  pending.state = state;
  memory_.touched_rows.insert(pending.operation.task);
}

void LocalStore::note_batch(std::int64_t client_seq, BatchId batch) {
  memory_.outbox.at(client_seq).batch = batch;
}

void LocalStore::count_attempt(std::int64_t client_seq) {
  ++memory_.outbox.at(client_seq).attempts;
}

std::vector<std::int64_t> LocalStore::take_durable(BatchId up_to) {
  std::vector<std::int64_t> durable;
  while (!memory_.not_durable.empty()) {
    const std::int64_t client_seq = memory_.not_durable.front();
    const auto found = memory_.outbox.find(client_seq);
    if (found != memory_.outbox.end()) {
      PendingOperation& pending = found->second;
      if (pending.batch > up_to) break;
      pending.durable = true;
      if (pending.state != OpState::acknowledged) tell(client_seq, Told::saved);
      memory_.touched_rows.insert(pending.operation.task);
      durable.push_back(client_seq);
    }
    memory_.not_durable.pop_front();
  }
  return durable;
}

std::set<TaskId> LocalStore::take_touched_rows() {
  std::set<TaskId> rows;
  rows.swap(memory_.touched_rows);
  return rows;
}

std::vector<OperationTold> LocalStore::take_told() {
  std::vector<OperationTold> told;
  told.swap(memory_.told);
  return told;
}

void LocalStore::tell(std::int64_t client_seq, Told told) {
  memory_.told.push_back({memory_.outbox.at(client_seq).operation.intent, told});
}

std::int64_t LocalStore::queued_operations() const {
  return static_cast<std::int64_t>(memory_.outbox.size()) - count(OpState::acknowledged) -
         count(OpState::rejected);
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
  write_confirmed(handle, row);
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
  if (!row.pending.empty()) write_confirmed(handle, row);
  rebuild(handle, row);
  erase_if_unused(handle);
}

void LocalStore::remove_with_queue(const TaskId& id) {
  const TaskId handle = row_handle(id);
  const auto found = memory_.rows.find(handle);
  if (found == memory_.rows.end()) return;
  const std::vector<std::int64_t> pending = found->second.pending;
  for (const std::int64_t client_seq : pending) {
    tell(client_seq, Told::vanished);
    drop_operation(client_seq);
  }
  remove(id, 0);
}

void LocalStore::forget_acknowledged(std::int64_t up_to_version) {
  if (count(OpState::acknowledged) == 0) return;
  std::vector<std::int64_t> contained;
  for (const auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state == OpState::acknowledged && pending.acknowledged_version <= up_to_version) {
      contained.push_back(client_seq);
    }
  }
  for (const std::int64_t client_seq : contained) {
    const TaskId handle = memory_.outbox.at(client_seq).operation.task;
    drop_operation(client_seq);
    rebuild(handle, memory_.rows.at(handle));
    erase_if_unused(handle);
  }
}

// -------------------------------------------------------------------------------------------- rows

// The service has named a row that the device created. The same row may have come in by a pull
// before the answer did: then it is here twice, and the one without a history of its own goes.
void LocalStore::adopt_server_id(const TaskId& handle, const TaskId& server_id) {
  LocalRow& row = memory_.rows.at(handle);
  if (row.server_id.has_value()) return;
  const auto twin = server_id == handle ? memory_.rows.end() : memory_.rows.find(server_id);
  if (twin != memory_.rows.end()) {
    row.confirmed = twin->second.confirmed;
    row.version = twin->second.version;
    row.is_deleted = twin->second.is_deleted;
    note(execute(database_, kDeleteConfirmed, server_id));
    note(execute(database_, kDeleteTask, server_id));
    memory_.rows.erase(twin);
    memory_.touched_rows.insert(server_id);
  }
  row.server_id = server_id;
  memory_.handle_by_server_id[server_id] = handle;
  if (row.version != 0) write_confirmed(handle, row);
  note(execute(database_, kSetServerId, handle, server_id));
}

// tasks = confirmed + outbox, for one row.
void LocalStore::rebuild(const TaskId& handle, LocalRow& row) {
  const TaskFields before = row.visible;
  const bool was_visible = row.is_visible;
  row.visible = row.confirmed;
  row.is_visible = row.exists_at_service();
  for (const std::int64_t client_seq : row.pending) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    if (!is_contained(pending, row)) apply_operation(pending.operation, row);
  }
  memory_.touched_rows.insert(handle);
  if (!row.is_visible) {
    if (was_visible) note(execute(database_, kDeleteTask, handle));
  } else if (!was_visible || !(before == row.visible)) {
    write_visible(handle, row);
  }
}

void LocalStore::erase_if_unused(const TaskId& handle) {
  const auto found = memory_.rows.find(handle);
  if (found == memory_.rows.end()) return;
  const LocalRow& row = found->second;
  if (row.exists_at_service() || !row.pending.empty()) return;
  if (row.is_visible) note(execute(database_, kDeleteTask, handle));
  if (row.version != 0) note(execute(database_, kDeleteConfirmed, handle));
  if (row.server_id) memory_.handle_by_server_id.erase(*row.server_id);
  memory_.touched_rows.insert(handle);
  memory_.rows.erase(found);
}

void LocalStore::drop_operation(std::int64_t client_seq) {
  const auto found = memory_.outbox.find(client_seq);
  if (found == memory_.outbox.end()) return;
  const PendingOperation& pending = found->second;
  const auto row = memory_.rows.find(pending.operation.task);
  if (row != memory_.rows.end()) {
    std::vector<std::int64_t>& of_row = row->second.pending;
    of_row.erase(std::remove(of_row.begin(), of_row.end(), client_seq), of_row.end());
  }
  memory_.touched_rows.insert(pending.operation.task);
  --memory_.count_by_state[static_cast<std::size_t>(pending.state)];
  memory_.outbox.erase(found);
  note(execute(database_, kDeleteOperation, client_seq));
}

void LocalStore::drop_acknowledged(const LocalRow& row, std::int64_t up_to_version) {
  const std::vector<std::int64_t> of_row = row.pending;
  for (const std::int64_t client_seq : of_row) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    if (pending.state == OpState::acknowledged && pending.acknowledged_version <= up_to_version) {
      drop_operation(client_seq);
    }
  }
}

void LocalStore::write_visible(const TaskId& handle, const LocalRow& row) {
  const TaskFields& fields = row.visible;
  note(execute(database_, kWriteTask, handle, optional_id(row.server_id), row.created_by,
               fields.title, fields.description, fields.begins_at, fields.duration_min,
               static_cast<int>(fields.priority), tags_text(fields), fields.completed,
               fields.completed_at, fields.remind_at));
}

void LocalStore::write_confirmed(const TaskId& handle, const LocalRow& row) {
  const TaskFields& fields = row.confirmed;
  note(execute(database_, kWriteConfirmed, handle, optional_id(row.server_id), row.created_by,
               row.version, fields.title, fields.description, fields.begins_at,
               fields.duration_min, static_cast<int>(fields.priority), tags_text(fields),
               fields.completed, fields.completed_at, fields.remind_at, row.is_deleted));
}

}  // namespace srl
