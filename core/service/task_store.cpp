// SPDX-License-Identifier: MIT
#include "service/task_store.h"

#include "storage/task_columns.h"

namespace srl {
namespace {

#define SRL_TASK_COLUMNS "task_id, version, deleted, created_by, {columns}"

constexpr int kFieldsColumn = 4;
constexpr int kStampsColumn = kFieldsColumn + kTaskFieldCount;

constexpr Sql kCreateAccount{
    "INSERT INTO accounts (account_id, history, seq, open_count, tombstone_floor) "
    "VALUES ($1, '', 0, 0, 0)"};
constexpr Sql kReadAccount{
    "SELECT history, seq, open_count, tombstone_floor, hlc, conflicts_open FROM accounts "
    "WHERE account_id = $1"};
constexpr Sql kReadTask =
    with_fields<"SELECT " SRL_TASK_COLUMNS
                ", stamps FROM tasks WHERE account_id = $1 AND task_id = $2">();
constexpr Sql kInsertTask = with_fields<
    "INSERT INTO tasks (account_id, task_id, version, deleted, created_by, stamps, {columns}) "
    "VALUES ($1, $2, $3, $4, $5, $6, {values}) ON CONFLICT (account_id, task_id) DO NOTHING">();
constexpr Sql kUpdateTask = with_fields<
    "UPDATE tasks SET version = $3, deleted = $4, created_by = $5, stamps = $6, {assignments} "
    "WHERE account_id = $1 AND task_id = $2">();
constexpr Sql kChanges = with_fields<"SELECT " SRL_TASK_COLUMNS
                                     " FROM tasks WHERE account_id = $1 AND version > $2 "
                                     "ORDER BY version LIMIT $3">();
constexpr Sql kLiving = with_fields<"SELECT " SRL_TASK_COLUMNS
                                    " FROM tasks WHERE account_id = $1 AND task_id > $2 "
                                    "AND deleted = 0 ORDER BY task_id LIMIT $3">();
constexpr Sql kCountOpen{
    "SELECT count(*) FROM tasks WHERE account_id = $1 AND deleted = 0 AND completed = 0"};

Task task_from(Query& query) {
  Task task;
  task.id = query.id(0);
  task.version = query.integer(1);
  task.deleted = query.integer(2) != 0;
  task.created_by = static_cast<Intent>(query.integer(3));
  task.fields = read_fields(query, kFieldsColumn);
  return task;
}

Result<std::vector<Task>> tasks_from(Query& query) {
  std::vector<Task> rows;
  while (query.next()) rows.push_back(task_from(query));
  if (!query.status().ok()) return query.status().error();
  return rows;
}

constexpr std::size_t kRowBytes = 300;  // numbers and names, as JSON

Result<RowPage<Task>> read_page_of_rows(Query& query, std::int64_t limit) {
  return read_page<Task>(
      query, limit, [](Query& row, std::vector<Task>& rows) -> Result<std::size_t> {
        const std::size_t size = kRowBytes + text_bytes_of_fields(row, kFieldsColumn);
        rows.push_back(task_from(row));
        return size;
      });
}

// How many rows it has written.
Result<std::int64_t> write_task(Database& database, Sql sql, AccountId account,
                                const StampedTask& row) {
  const Task& task = row.task;
  const std::string stamps = row.stamps.to_text();
  Query query(database, sql, account, task.id, task.version, task.deleted, task.created_by, stamps);
  bind_fields(query, task.fields);
  return query.run_to_end();
}

}  // namespace

Status create_account(Database& database, AccountId account) {
  return execute(database, kCreateAccount, account);
}

Result<Account> read_account(Database& database, AccountId account) {
  Query query(database, kReadAccount, account);
  if (!query.next()) {
    if (!query.status().ok()) return query.status().error();
    return make_error(ErrorCode::not_found, "there is no such account");
  }
  return Account{account,          std::string(query.text(0)), query.integer(1), query.integer(2),
                 query.integer(3), query.integer(4),           query.integer(5)};
}

Result<std::optional<StampedTask>> read_task(Database& database, AccountId account,
                                             const TaskId& id) {
  Query query(database, kReadTask, account, id);
  if (!query.next()) {
    if (!query.status().ok()) return query.status().error();
    return std::optional<StampedTask>();
  }
  Task task = task_from(query);
  Result<FieldStamps> stamps = FieldStamps::parse(query.text(kStampsColumn));
  if (!stamps.ok()) return stamps.error();
  if (!query.status().ok()) return query.status().error();
  return std::optional<StampedTask>(StampedTask{std::move(task), std::move(*stamps)});
}

Result<bool> insert_task(Database& database, AccountId account, const StampedTask& row) {
  const Result<std::int64_t> written = write_task(database, kInsertTask, account, row);
  if (!written.ok()) return written.error();
  return *written > 0;
}

Status update_task(Database& database, AccountId account, const StampedTask& row) {
  const Result<std::int64_t> written = write_task(database, kUpdateTask, account, row);
  return written.ok() ? Status() : written.error();
}

Result<RowPage<Task>> page_of_changes(Database& database, AccountId account, std::int64_t after,
                                      std::int64_t limit) {
  Query query(database, kChanges, account, after, limit);
  return read_page_of_rows(query, limit);
}

Result<RowPage<Task>> page_of_tasks(Database& database, AccountId account, std::string_view after,
                                    std::int64_t limit) {
  Query query(database, kLiving, account, after, limit);
  return read_page_of_rows(query, limit);
}

Result<std::vector<Task>> living_tasks(Database& database, AccountId account,
                                       std::string_view after, std::int64_t limit) {
  Query query(database, kLiving, account, after, limit);
  return tasks_from(query);
}

Result<std::int64_t> count_open_tasks(Database& database, AccountId account) {
  Query query(database, kCountOpen, account);
  std::int64_t count = 0;
  if (query.next()) count = query.integer(0);
  if (!query.status().ok()) return query.status().error();
  return count;
}

}  // namespace srl
