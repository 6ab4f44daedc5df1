// SPDX-License-Identifier: MIT
#include "device/local_database.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "protocol/conflict_json.h"
#include "protocol/task_json.h"
#include "storage/task_columns.h"

namespace srl {
namespace {

constexpr Sql kReadTasks = with_fields<
    "SELECT handle, server_id, created_by, {columns} FROM tasks WHERE account_id = $1">();
constexpr Sql kWriteTask = with_fields<
    "INSERT INTO tasks (account_id, handle, server_id, created_by, {columns}) "
    "VALUES ($1, $2, $3, $4, {values}) ON CONFLICT (account_id, handle) DO UPDATE "
    "SET server_id = $3, created_by = $4, {assignments}">();
constexpr Sql kDeleteTask{"DELETE FROM tasks WHERE account_id = $1 AND handle = $2"};
constexpr Sql kSetServerId{"UPDATE tasks SET server_id = $3 WHERE account_id = $1 AND handle = $2"};

constexpr Sql kReadConfirmed = with_fields<
    "SELECT handle, server_id, created_by, version, deleted, {columns} FROM confirmed "
    "WHERE account_id = $1">();
constexpr Sql kWriteConfirmed = with_fields<
    "INSERT INTO confirmed (account_id, handle, server_id, created_by, version, deleted, "
    "{columns}) "
    "VALUES ($1, $2, $3, $4, $5, $6, {values}) ON CONFLICT (account_id, handle) DO UPDATE "
    "SET server_id = $3, created_by = $4, version = $5, deleted = $6, {assignments}">();
constexpr Sql kDeleteConfirmed{"DELETE FROM confirmed WHERE account_id = $1 AND handle = $2"};

#define SRL_OPERATION_COLUMNS                                                 \
  "client_seq, op_id, handle, kind, base_version, wall_ms, intent, state, "   \
  "acknowledged_version, rejection, present, base, conflict_id, resolution, " \
  "conflict_version, {columns}"

constexpr Sql kReadOutbox = with_fields<"SELECT " SRL_OPERATION_COLUMNS
                                        " FROM outbox WHERE account_id = $1 AND answered_seq = 0 "
                                        "ORDER BY client_seq">();
constexpr Sql kReadAnsweredAfter =
    with_fields<"SELECT " SRL_OPERATION_COLUMNS
                " FROM outbox WHERE account_id = $1 AND answered_seq > $2 "
                "ORDER BY client_seq">();
constexpr Sql kCountRemembered{
    "SELECT COUNT(*) FROM outbox WHERE account_id = $1 AND answered_seq > 0"};
constexpr Sql kReadLastNumber{"SELECT COALESCE(MAX(client_seq), 0) FROM outbox"};
constexpr Sql kRemember{"UPDATE outbox SET answered_seq = $2 WHERE client_seq = $1"};
constexpr Sql kForgetBeyond{
    "DELETE FROM outbox WHERE account_id = $1 AND answered_seq > 0 AND client_seq <= "
    "(SELECT client_seq FROM outbox WHERE account_id = $1 AND answered_seq > 0 "
    "ORDER BY client_seq DESC LIMIT 1 OFFSET $2)"};
constexpr Sql kLose{
    "UPDATE outbox SET state = $3, answered_seq = 0, acknowledged_version = 0, "
    "conflict_version = 0 WHERE account_id = $1 AND answered_seq > $2"};
constexpr Sql kLowerBase{
    "UPDATE outbox SET base_version = $2 WHERE account_id = $1 AND base_version > $2"};
constexpr Sql kLowerConfirmed{
    "UPDATE confirmed SET version = $3 WHERE account_id = $1 AND version > $2"};
constexpr Sql kReadHidden{
    "SELECT client_seq, account_id, intent, state FROM outbox WHERE account_id <> $1 "
    "AND answered_seq = 0 "
    "ORDER BY client_seq"};
constexpr Sql kAddOperation = with_fields<
    "INSERT INTO outbox (client_seq, op_id, handle, kind, base_version, wall_ms, intent, state, "
    "acknowledged_version, rejection, present, account_id, base, conflict_id, resolution, "
    "{columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12, $13, {values})">();
constexpr Sql kSetState{
    "UPDATE outbox SET state = $2, acknowledged_version = $3, rejection = $4, "
    "conflict_version = $5 WHERE client_seq = $1"};
constexpr Sql kDeleteOperation{"DELETE FROM outbox WHERE client_seq = $1"};

constexpr Sql kReadConflicts{"SELECT record FROM conflicts WHERE account_id = $1"};
constexpr Sql kWriteConflict{
    "INSERT INTO conflicts (account_id, conflict_id, record) VALUES ($1, $2, $3) "
    "ON CONFLICT (account_id, conflict_id) DO UPDATE SET record = $3"};
constexpr Sql kDeleteConflict{"DELETE FROM conflicts WHERE account_id = $1 AND conflict_id = $2"};

constexpr Sql kReadMeta{"SELECT value FROM meta WHERE account_id = $1 AND name = $2"};
constexpr Sql kWriteMeta{
    "INSERT INTO meta (account_id, name, value) VALUES ($1, $2, $3) "
    "ON CONFLICT (account_id, name) DO UPDATE SET value = $3"};

// From one principal to another: what both have stays the other's.
constexpr Sql kTakeOver[] = {
    {"DELETE FROM tasks WHERE account_id = $1 AND handle IN "
     "(SELECT handle FROM tasks WHERE account_id = $2)"},
    {"DELETE FROM confirmed WHERE account_id = $1 AND handle IN "
     "(SELECT handle FROM confirmed WHERE account_id = $2)"},
    {"DELETE FROM meta WHERE account_id = $1 AND name IN "
     "(SELECT name FROM meta WHERE account_id = $2)"},
    {"DELETE FROM conflicts WHERE account_id = $1 AND conflict_id IN "
     "(SELECT conflict_id FROM conflicts WHERE account_id = $2)"},
    {"UPDATE tasks SET account_id = $2 WHERE account_id = $1"},
    {"UPDATE confirmed SET account_id = $2 WHERE account_id = $1"},
    {"UPDATE meta SET account_id = $2 WHERE account_id = $1"},
    {"UPDATE conflicts SET account_id = $2 WHERE account_id = $1"},
    {"UPDATE outbox SET account_id = $2 WHERE account_id = $1"},
};
constexpr Sql kDeleteEverything[] = {
    {"DELETE FROM tasks WHERE account_id = $1"},  {"DELETE FROM confirmed WHERE account_id = $1"},
    {"DELETE FROM meta WHERE account_id = $1"},   {"DELETE FROM conflicts WHERE account_id = $1"},
    {"DELETE FROM outbox WHERE account_id = $1"},
};
constexpr Sql kHasAnything{
    "SELECT 1 FROM outbox WHERE account_id = $1 UNION ALL "
    "SELECT 1 FROM meta WHERE account_id = $1 LIMIT 1"};
constexpr const char* kCursorMeta = "cursor";
constexpr const char* kServerSeqMeta = "server_seq";
constexpr const char* kOpenCountMeta = "open_count";
constexpr const char* kSnapshotMeta = "snapshot_wanted";
constexpr const char* kHlcMeta = "hlc";
constexpr const char* kSeenMeta = "seen";  // "<seq> <cursor> <epoch>", which may be empty

// Few operations have one, and it is read whole: JSON, empty text for none.
std::string base_text(const TaskPatch& base) {
  return base.empty() ? std::string() : json_text(base);
}

Status read_base(std::string_view text, TaskPatch& base) {
  if (text.empty()) return {};
  Result<JsonDocument> document = parse_json(text, kRequestBytesMax);
  if (!document.ok()) return make_error(ErrorCode::storage_corrupt, document.error().detail);
  Status status;
  base = read_patch(JsonReader(*document, status));
  return status;
}

void read_seen(std::string_view text, PullState& pull) {
  const std::vector<std::string> parts = split(text, ' ');
  if (parts.size() < 2) return;  // nothing has been told
  pull.seen_seq = std::strtoll(parts[0].c_str(), nullptr, 10);
  pull.seen = parts[1];
  if (parts.size() > 2) pull.seen_epoch = parts[2];
}

Status read_operation(Query& query, PendingOperation& pending) {
  Operation& operation = pending.operation;
  operation.client_seq = query.integer(0);
  operation.hlc = operation.client_seq;
  operation.id = query.id(1);
  operation.task = query.id(2);
  operation.kind = static_cast<OpKind>(query.integer(3));
  operation.base_version = query.integer(4);
  operation.wall_ms = query.integer(5);
  operation.intent = static_cast<Intent>(query.integer(6));
  const std::int64_t state = query.integer(7);
  if (state < 0 || state >= kCountOf<OpState>) {
    return make_error(ErrorCode::storage_corrupt,
                      "an operation is in state " + std::to_string(state) + ", which there is not");
  }
  pending.state = static_cast<OpState>(state);
  pending.acknowledged_version = query.integer(8);
  pending.rejection = static_cast<ErrorCode>(query.integer(9));
  operation.patch.present = static_cast<std::uint32_t>(query.integer(10));
  SRL_TRY(read_base(query.text(11), operation.base));
  if (!query.text(12).empty()) operation.conflict = query.id(12);
  operation.resolution = static_cast<Resolution>(query.integer(13));
  pending.conflict_version = query.integer(14);
  operation.patch.values = read_fields(query, 15);
  return {};
}

// An id that the row may not have yet: empty text in the database.
std::string optional_id(const std::optional<TaskId>& id) { return id ? to_string(*id) : ""; }

}  // namespace

// ---------------------------------------------------------------------------------------- reading

Status LocalDatabase::load(LocalMemory& memory, AccountId principal) {
  std::deque<UnsavedOperation> unsaved = std::move(memory.not_durable);
  memory = LocalMemory{};
  memory.not_durable = std::move(unsaved);
  memory.principal = principal;
  principal_ = principal;
  SRL_TRY(load_tasks(memory));
  SRL_TRY(load_confirmed(memory));
  SRL_TRY(load_outbox(memory));
  SRL_TRY(load_remembered(memory));
  SRL_TRY(load_last_number(memory));
  SRL_TRY(load_hidden(memory));
  memory.conflicts_changed = true;
  SRL_TRY(load_conflicts(memory));
  return load_meta(memory);
}

Status LocalDatabase::load_tasks(LocalMemory& memory) {
  Query query(database_, kReadTasks, principal_);
  while (query.next()) {
    LocalRow& row = memory.rows[query.id(0)];
    row.is_visible = true;
    row.visible = read_fields(query, 3);
    row.created_by = static_cast<Intent>(query.integer(2));
    if (!query.text(1).empty()) {
      row.server_id = query.id(1);
      memory.handle_by_server_id[*row.server_id] = query.id(0);
    }
  }
  return query.status();
}

Status LocalDatabase::load_confirmed(LocalMemory& memory) {
  Query query(database_, kReadConfirmed, principal_);
  while (query.next()) {
    const TaskId handle = query.id(0);
    LocalRow& row = memory.rows[handle];
    if (!query.text(1).empty()) {
      row.server_id = query.id(1);
      memory.handle_by_server_id[*row.server_id] = handle;
    }
    row.created_by = static_cast<Intent>(query.integer(2));
    row.version = query.integer(3);
    row.is_deleted = query.integer(4) != 0;
    row.confirmed = read_fields(query, 5);
  }
  return query.status();
}

Status LocalDatabase::load_outbox(LocalMemory& memory) {
  std::set<std::int64_t> unsaved;
  for (const UnsavedOperation& one : memory.not_durable) unsaved.insert(one.client_seq);
  Query query(database_, kReadOutbox, principal_);
  while (query.next()) {
    PendingOperation pending;
    SRL_TRY(read_operation(query, pending));
    const Operation& operation = pending.operation;
    pending.durable = unsaved.count(operation.client_seq) == 0;
    ++memory.count_by_state[static_cast<std::size_t>(pending.state)];
    if (pending.state != OpState::rejected) {
      LocalRow& row = memory.rows[operation.task];
      row.pending.push_back(operation.client_seq);
      if (pending.state == OpState::acknowledged && !row.server_id) {
        row.server_id = operation.task;  // any other name is stored with the row
        memory.handle_by_server_id[operation.task] = operation.task;
      }
    }
    memory.outbox.emplace(operation.client_seq, std::move(pending));
  }
  return query.status();
}

Status LocalDatabase::load_remembered(LocalMemory& memory) {
  Query query(database_, kCountRemembered, principal_);
  if (query.next()) memory.remembered = query.integer(0);
  return query.status();
}

// Of whichever user, and remembered ones, too: a number is given once.
Status LocalDatabase::load_last_number(LocalMemory& memory) {
  Query query(database_, kReadLastNumber);
  if (query.next()) memory.last_client_seq = query.integer(0);
  return query.status();
}

Status LocalDatabase::load_conflicts(LocalMemory& memory) {
  Query query(database_, kReadConflicts, principal_);
  while (query.next()) {
    Result<Conflict> conflict = parse_conflict(query.text(0));
    if (!conflict.ok()) return conflict.error();
    memory.conflicts.emplace(conflict->id, std::move(*conflict));
  }
  return query.status();
}

Status LocalDatabase::load_hidden(LocalMemory& memory) {
  Query query(database_, kReadHidden, principal_);
  while (query.next()) {
    const auto state = static_cast<OpState>(query.integer(3));
    if (state == OpState::acknowledged || state == OpState::rejected ||
        state == OpState::conflict) {
      continue;
    }
    memory.hidden.push_back(
        {query.integer(0), query.integer(1), static_cast<Intent>(query.integer(2))});
  }
  return query.status();
}

Status LocalDatabase::load_meta(LocalMemory& memory) {
  const auto read = [&](const char* name, std::string& value) -> Status {
    Query query(database_, kReadMeta, principal_, name);
    if (query.next()) value = query.text(0);
    return query.status();
  };
  std::string seq = "0";
  std::string open = "0";
  std::string snapshot = "0";
  std::string hlc = "0";
  SRL_TRY(read(kCursorMeta, memory.pull.cursor));
  SRL_TRY(read(kServerSeqMeta, seq));
  SRL_TRY(read(kOpenCountMeta, open));
  SRL_TRY(read(kSnapshotMeta, snapshot));
  SRL_TRY(read(kHlcMeta, hlc));
  std::string seen;
  SRL_TRY(read(kSeenMeta, seen));
  read_seen(seen, memory.pull);
  memory.hlc = std::strtoll(hlc.c_str(), nullptr, 10);
  memory.pull.server_seq = std::strtoll(seq.c_str(), nullptr, 10);
  memory.pull.snapshot_wanted = snapshot == "1";
  memory.open_count = std::strtoll(open.c_str(), nullptr, 10);
  return {};
}

// ------------------------------------------------------------------------------------- operations

Status LocalDatabase::add(const Operation& operation) {
  const Operation& op = operation;
  const std::string base = base_text(op.base);
  const std::string conflict = optional_id(op.conflict);
  Query query(database_, kAddOperation, op.client_seq, op.id, op.task, static_cast<int>(op.kind),
              op.base_version, op.wall_ms, op.intent, static_cast<int>(OpState::queued),
              op.patch.present, principal_, base, conflict, static_cast<int>(op.resolution));
  bind_fields(query, op.patch.values);
  return query.run();
}

Status LocalDatabase::set_state(std::int64_t client_seq, OpState state, const Answer& answer) {
  return execute(database_, kSetState, client_seq, static_cast<int>(state), answer.version,
                 static_cast<int>(answer.rejection), answer.conflict_version);
}

Status LocalDatabase::delete_operation(std::int64_t client_seq) {
  return execute(database_, kDeleteOperation, client_seq);
}

Status LocalDatabase::remember(std::int64_t client_seq, std::int64_t seq) {
  return execute(database_, kRemember, client_seq, seq);
}

Status LocalDatabase::forget_remembered_beyond(std::int64_t kept) {
  return execute(database_, kForgetBeyond, principal_, kept);
}

Status LocalDatabase::go_back_to(std::int64_t common_seq, std::vector<PendingOperation>& found) {
  {
    Query query(database_, kReadAnsweredAfter, principal_, common_seq);
    while (query.next()) SRL_TRY(read_operation(query, found.emplace_back()));
    SRL_TRY(query.status());
  }
  SRL_TRY(execute(database_, kLose, principal_, common_seq, static_cast<int>(OpState::lost)));
  SRL_TRY(execute(database_, kLowerConfirmed, principal_, common_seq, kVersionOfALostTime));
  return execute(database_, kLowerBase, principal_, common_seq);
}

// ------------------------------------------------------------------------------------------- rows

Status LocalDatabase::write_visible(const TaskId& handle, const LocalRow& row) {
  const std::string server_id = optional_id(row.server_id);
  Query query(database_, kWriteTask, principal_, handle, server_id, row.created_by);
  bind_fields(query, row.visible);
  return query.run();
}

Status LocalDatabase::write_confirmed(const TaskId& handle, const LocalRow& row) {
  const std::string server_id = optional_id(row.server_id);
  Query query(database_, kWriteConfirmed, principal_, handle, server_id, row.created_by,
              row.version, row.is_deleted);
  bind_fields(query, row.confirmed);
  return query.run();
}

Status LocalDatabase::set_server_id(const TaskId& handle, const TaskId& server_id) {
  return execute(database_, kSetServerId, principal_, handle, server_id);
}

Status LocalDatabase::delete_visible(const TaskId& handle) {
  return execute(database_, kDeleteTask, principal_, handle);
}

Status LocalDatabase::delete_confirmed(const TaskId& handle) {
  return execute(database_, kDeleteConfirmed, principal_, handle);
}

// -------------------------------------------------------------------------------------- conflicts

Status LocalDatabase::write_conflict(const Conflict& conflict) {
  const std::string record = json_text(conflict);
  return execute(database_, kWriteConflict, principal_, conflict.id, record);
}

Status LocalDatabase::delete_conflict(const ConflictId& id) {
  return execute(database_, kDeleteConflict, principal_, id);
}

// ------------------------------------------------------------------------------------------- meta

Status LocalDatabase::write_seen(const PullState& pull) {
  std::string text = std::to_string(pull.seen_seq);
  text.append(" ").append(pull.seen).append(" ").append(pull.seen_epoch);
  return execute(database_, kWriteMeta, principal_, kSeenMeta, text);
}

Status LocalDatabase::write_pull_state(const PullState& pull, std::int64_t open_count, Hlc hlc) {
  SRL_TRY(write_seen(pull));
  SRL_TRY(execute(database_, kWriteMeta, principal_, kHlcMeta, std::to_string(hlc)));
  SRL_TRY(execute(database_, kWriteMeta, principal_, kCursorMeta, pull.cursor));
  SRL_TRY(
      execute(database_, kWriteMeta, principal_, kServerSeqMeta, std::to_string(pull.server_seq)));
  SRL_TRY(
      execute(database_, kWriteMeta, principal_, kSnapshotMeta, pull.snapshot_wanted ? "1" : "0"));
  return execute(database_, kWriteMeta, principal_, kOpenCountMeta, std::to_string(open_count));
}

// ------------------------------------------------------------------------------------- principals

Status LocalDatabase::take_over(AccountId from) {
  for (const Sql& sql : kTakeOver) SRL_TRY(execute(database_, sql, from, principal_));
  return {};
}

Status LocalDatabase::delete_everything_of(AccountId principal) {
  for (const Sql& sql : kDeleteEverything) SRL_TRY(execute(database_, sql, principal));
  return {};
}

Result<bool> LocalDatabase::has_anything_of(AccountId principal) {
  Query query(database_, kHasAnything, principal);
  const bool found = query.next();
  if (!query.status().ok()) return query.status().error();
  return found;
}

}  // namespace srl
