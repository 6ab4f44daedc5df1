// SPDX-License-Identifier: MIT
#include "service/pull.h"

#include <algorithm>

#include "service/conflict_store.h"
#include "service/task_store.h"

namespace srl {
namespace {

constexpr Sql kReadFate{
    "SELECT status, code, task_id, version, conflict_version FROM ledger "
    "WHERE account_id = $1 AND op_id = $2"};

// A request without a limit gets as much as there may be.
std::int64_t page_limit(std::int64_t wanted) {
  const std::int64_t most = Limits{}.pull_rows_max;
  return wanted == 0 ? most : std::clamp<std::int64_t>(wanted, 1, most);
}

// A cursor is refused when it comes from another life of the database, from its future (a backup
// was restored), or from before deletions that are no longer recorded.
Status check_cursor(const Cursor& cursor, const Account& account) {
  if (cursor.epoch == account.epoch && cursor.seq <= account.seq &&
      cursor.seq >= account.tombstone_floor) {
    return {};
  }
  return make_error(ErrorCode::cursor_reset, "continue with GET /v1/sync/snapshot");
}

// The conflicts of the page's range. More of them than a page may hold end it earlier: no row and no
// conflict may be passed over.
Status add_conflicts(Database& database, const ServiceContext& context, std::int64_t after,
                     std::int64_t limit, ChangesResponse& reply) {
  Result<std::vector<Conflict>> conflicts =
      conflicts_between(database, context.account, after, reply.server_seq, limit);
  if (!conflicts.ok()) return conflicts.error();
  if (static_cast<std::int64_t>(conflicts->size()) == limit &&
      conflicts->back().version < reply.server_seq) {
    reply.server_seq = conflicts->back().version;
    reply.has_more = true;
    while (!reply.changes.empty() && reply.changes.back().version > reply.server_seq) {
      reply.changes.pop_back();
    }
  }
  reply.conflicts = std::move(*conflicts);
  return {};
}

// All that are open, beside the last page of a listing.
template <class Reply>
Status add_open_conflicts(Database& database, const ServiceContext& context, Reply& reply) {
  if (!reply.next_page.empty()) return {};
  Result<std::vector<Conflict>> open = open_conflicts(database, context.account, "", INT64_MAX);
  if (!open.ok()) return open.error();
  reply.conflicts = std::move(*open);
  return {};
}

}  // namespace

Status changes(Database& database, const ServiceContext& context, const ChangesRequest& request,
               Outcome& outcome) {
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  std::int64_t after = 0;
  if (!request.cursor.empty()) {
    Result<Cursor> cursor = parse_cursor(request.cursor);
    const Status usable = cursor.ok() ? check_cursor(*cursor, *account) : cursor.error();
    if (!usable.ok()) {
      outcome.response = problem_response(usable.error());
      return {};
    }
    after = cursor->seq;
  }
  const std::int64_t limit = page_limit(request.limit);
  Result<std::vector<Task>> rows = changes_after(database, context.account, after, limit);
  if (!rows.ok()) return rows.error();

  ChangesResponse reply;
  reply.has_more = static_cast<std::int64_t>(rows->size()) == limit;
  reply.server_seq = reply.has_more ? rows->back().version : account->seq;
  reply.open_count = account->open_count;
  reply.hlc = account->hlc;
  reply.changes = std::move(rows.value());
  for (Task& row : reply.changes) {
    if (row.deleted) row.fields = TaskFields{};  // that it is gone is all that is told
  }
  SRL_TRY(add_conflicts(database, context, after, limit, reply));
  reply.cursor = make_cursor(account->epoch, reply.server_seq);
  outcome.response = {200, std::move(reply)};
  return {};
}

Status snapshot(Database& database, const ServiceContext& context, const SnapshotRequest& request,
                Outcome& outcome) {
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  const std::int64_t limit = page_limit(request.limit);
  Result<std::vector<Task>> rows =
      living_tasks(database, context.account, request.page, limit);
  if (!rows.ok()) return rows.error();

  SnapshotResponse reply;
  if (static_cast<std::int64_t>(rows->size()) == limit) reply.next_page = to_string(rows->back().id);
  reply.server_seq = account->seq;
  reply.cursor = make_cursor(account->epoch, account->seq);
  reply.open_count = account->open_count;
  reply.hlc = account->hlc;
  reply.rows = std::move(rows.value());
  SRL_TRY(add_open_conflicts(database, context, reply));
  outcome.response = {200, std::move(reply)};
  return {};
}

Status list(Database& database, const ServiceContext& context, const ListRequest& request,
            Outcome& outcome) {
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  const std::int64_t limit = page_limit(request.limit);
  Result<std::vector<Task>> rows = living_tasks(database, context.account, request.page, limit);
  if (!rows.ok()) return rows.error();

  ListResponse reply;
  if (static_cast<std::int64_t>(rows->size()) == limit) reply.next_page = to_string(rows->back().id);
  reply.server_seq = account->seq;
  reply.open_count = account->open_count;
  reply.hlc = account->hlc;
  reply.rows = std::move(rows.value());
  SRL_TRY(add_open_conflicts(database, context, reply));
  outcome.response = {200, std::move(reply)};
  return {};
}

Status op_fate(Database& database, const ServiceContext& context, const OpFateRequest& request,
               Outcome& outcome) {
  Query query(database, kReadFate, context.account, request.op_id);
  if (!query.next()) {
    SRL_TRY(query.status());
    outcome.response = problem_response(
        make_error(ErrorCode::not_found, "no operation with this id has been applied"));
    return {};
  }
  OpResult result;
  result.op_id = request.op_id;
  result.replayed = true;
  result.status = static_cast<OpStatus>(query.integer(0));
  result.code = static_cast<ErrorCode>(query.integer(1));
  result.task = query.id(2);
  result.version = query.integer(3);
  result.conflict_version = query.integer(4);
  SRL_TRY(query.status());
  outcome.response = {200, OpFateResponse{result}};
  return {};
}

Status conflicts(Database& database, const ServiceContext& context,
                 const ConflictsRequest& request, Outcome& outcome) {
  const std::int64_t limit = page_limit(request.limit);
  Result<std::vector<Conflict>> open =
      open_conflicts(database, context.account, request.page, limit);
  if (!open.ok()) return open.error();
  ConflictsResponse reply;
  if (static_cast<std::int64_t>(open->size()) == limit) reply.next_page = to_string(open->back().id);
  reply.conflicts = std::move(*open);
  outcome.response = {200, std::move(reply)};
  return {};
}

}  // namespace srl
