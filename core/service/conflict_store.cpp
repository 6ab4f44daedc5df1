// SPDX-License-Identifier: MIT
#include "service/conflict_store.h"

#include "protocol/conflict_json.h"

namespace srl {
namespace {

constexpr Sql kWriteConflict{
    "INSERT INTO conflicts (account_id, conflict_id, task_id, device, state, version, since_ms, "
    "record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id, conflict_id) "
    "DO UPDATE SET device = $4, state = $5, version = $6, since_ms = $7, record = $8"};
constexpr Sql kReadConflict{
    "SELECT record FROM conflicts WHERE account_id = $1 AND conflict_id = $2"};
constexpr Sql kOpenOfTask{
    "SELECT record FROM conflicts WHERE account_id = $1 AND task_id = $2 AND state = 0 "
    "ORDER BY conflict_id"};
constexpr Sql kOpen{
    "SELECT record FROM conflicts WHERE account_id = $1 AND conflict_id > $2 AND state = 0 "
    "ORDER BY conflict_id LIMIT $3"};
constexpr Sql kBetween{
    "SELECT record FROM conflicts WHERE account_id = $1 AND version > $2 AND version <= $3 "
    "ORDER BY version LIMIT $4"};
constexpr Sql kOldest{"SELECT COALESCE(MIN(since_ms), 0) FROM conflicts WHERE state = 0"};

Result<std::vector<Conflict>> read_records(Query& query) {
  std::vector<Conflict> conflicts;
  while (query.next()) {
    Result<Conflict> conflict = parse_conflict(query.text(0));
    if (!conflict.ok()) return conflict.error();
    conflicts.push_back(std::move(*conflict));
  }
  if (!query.status().ok()) return query.status().error();
  return conflicts;
}

Result<RowPage<Conflict>> read_page_of_records(Query& query, std::int64_t limit) {
  return read_page<Conflict>(
      query, limit, [](Query& row, std::vector<Conflict>& conflicts) -> Result<std::size_t> {
        Result<Conflict> conflict = parse_conflict(row.text(0));
        if (!conflict.ok()) return conflict.error();
        conflicts.push_back(std::move(*conflict));
        return row.text(0).size();
      });
}

}  // namespace

Status write_conflict(Database& database, AccountId account, const Conflict& conflict) {
  const std::string record = json_text(conflict);
  return execute(database, kWriteConflict, account, conflict.id, conflict.task, conflict.device,
                 static_cast<int>(conflict.state), conflict.version, conflict.since_ms, record);
}

Result<std::optional<Conflict>> read_conflict(Database& database, AccountId account,
                                              const ConflictId& id) {
  Query query(database, kReadConflict, account, id);
  Result<std::vector<Conflict>> found = read_records(query);
  if (!found.ok()) return found.error();
  if (found->empty()) return std::optional<Conflict>();
  return std::optional<Conflict>(std::move(found->front()));
}

Result<std::vector<Conflict>> open_conflicts_of(Database& database, AccountId account,
                                                const TaskId& task) {
  Query query(database, kOpenOfTask, account, task);
  return read_records(query);
}

Result<std::vector<Conflict>> open_conflicts(Database& database, AccountId account,
                                             std::string_view after, std::int64_t limit) {
  Query query(database, kOpen, account, after, limit);
  return read_records(query);
}

Result<RowPage<Conflict>> page_of_open_conflicts(Database& database, AccountId account,
                                                 std::string_view after, std::int64_t limit) {
  Query query(database, kOpen, account, after, limit);
  return read_page_of_records(query, limit);
}

Result<RowPage<Conflict>> page_of_conflicts_between(Database& database, AccountId account,
                                                    std::int64_t after, std::int64_t upper,
                                                    std::int64_t limit) {
  Query query(database, kBetween, account, after, upper, limit);
  return read_page_of_records(query, limit);
}

Result<TimeMs> oldest_open_conflict_ms(Database& database) {
  Query query(database, kOldest);
  TimeMs oldest = 0;
  if (query.next()) oldest = query.integer(0);
  if (!query.status().ok()) return query.status().error();
  return oldest;
}

}  // namespace srl
