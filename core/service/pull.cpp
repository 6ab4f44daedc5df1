// SPDX-License-Identifier: MIT
#include "service/pull.h"

#include <algorithm>

#include "base/http_status.h"
#include "service/conflict_store.h"
#include "service/history_check.h"
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

// The conflicts of the page's range. More of them than a page may hold end it earlier: no row and
// no conflict may be passed over.
Status add_conflicts(Database& database, const ServiceContext& context, std::int64_t after,
                     std::int64_t limit, ChangesResponse& reply) {
  Result<RowPage<Conflict>> conflicts =
      page_of_conflicts_between(database, context.account, after, reply.server_seq, limit);
  if (!conflicts.ok()) return conflicts.error();
  if (conflicts->has_more && conflicts->rows.back().version < reply.server_seq) {
    reply.server_seq = conflicts->rows.back().version;
    reply.has_more = true;
    while (!reply.changes.empty() && reply.changes.back().version > reply.server_seq) {
      reply.changes.pop_back();
    }
  }
  reply.conflicts = std::move(conflicts->rows);
  return {};
}

// Where a page begins: the id that the page before has named, or nothing for the first page.
Result<std::string> read_place(std::string_view text) {
  if (text.empty()) return std::string();
  const Result<Uuid> id = parse_uuid(text);
  if (id.ok()) return to_string(*id);
  return make_error(ErrorCode::bad_value, "after is not a value that an earlier page has named");
}

// The pages of a snapshot that have conflicts only are named by this and the id of the last
// conflict before them.
constexpr std::string_view kConflictPage = "conflicts.";

// Open ones: as many as a page may hold.
Status add_open_conflicts(Database& database, const ServiceContext& context, std::string_view after,
                          std::int64_t limit, SnapshotResponse& reply) {
  Result<RowPage<Conflict>> open = page_of_open_conflicts(database, context.account, after, limit);
  if (!open.ok()) return open.error();
  if (open->has_more) reply.next_page.append(kConflictPage).append(to_string(open->rows.back().id));
  reply.conflicts = std::move(open->rows);
  return {};
}

template <class Reply>
Status add_rows(Database& database, const ServiceContext& context, std::string_view after,
                std::int64_t limit, Reply& reply) {
  Result<RowPage<Task>> page = page_of_tasks(database, context.account, after, limit);
  if (!page.ok()) return page.error();
  if (page->has_more) reply.next_page = to_string(page->rows.back().id);
  reply.rows = std::move(page->rows);
  return {};
}

}  // namespace

Status changes(Database& database, const ServiceContext& context, const ChangesRequest& request,
               Outcome& outcome) {
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  std::optional<Response> lost = refuse_lost_time(*account, request.seen);
  // As a rule the device has seen nothing newer than the rows that it has pulled.
  const bool says_more = request.cursor != request.seen;
  if (!lost && says_more) lost = refuse_lost_time(*account, request.cursor);
  if (lost) {
    outcome.response = std::move(*lost);
    return {};
  }
  const std::int64_t after = request.cursor.empty() ? 0 : parse_cursor(request.cursor)->seq;
  if (!request.cursor.empty() && after < account->tombstone_floor) {
    return refused(
        outcome,
        make_error(
            ErrorCode::cursor_reset,
            "deletions since then are not recorded any more; continue with GET /v1/sync/snapshot"));
  }
  const std::int64_t limit = page_limit(request.limit);
  Result<RowPage<Task>> page = page_of_changes(database, context.account, after, limit);
  if (!page.ok()) return page.error();

  ChangesResponse reply;
  reply.has_more = page->has_more;
  reply.server_seq = reply.has_more ? page->rows.back().version : account->seq;
  reply.open_count = account->open_count;
  reply.hlc = account->hlc;
  reply.changes = std::move(page->rows);
  for (Task& row : reply.changes) {
    if (row.deleted) row.fields = TaskFields{};  // that it is gone is all that is told
  }
  SRL_TRY(add_conflicts(database, context, after, limit, reply));
  reply.cursor = cursor_at(*account, reply.server_seq);
  reply.epoch = context.epoch;
  outcome.response = {http::kOk, std::move(reply)};
  return {};
}

Status snapshot(Database& database, const ServiceContext& context, const SnapshotRequest& request,
                Outcome& outcome) {
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  if (std::optional<Response> refused = refuse_lost_time(*account, request.seen)) {
    outcome.response = std::move(*refused);
    return {};
  }
  SnapshotResponse reply;
  reply.server_seq = account->seq;
  reply.cursor = cursor_at(*account, account->seq);
  reply.epoch = context.epoch;
  reply.open_count = account->open_count;
  reply.hlc = account->hlc;
  const std::int64_t limit = page_limit(request.limit);
  const bool has_rows = !request.page.starts_with(kConflictPage);
  const Result<std::string> after =
      read_place(std::string_view(request.page).substr(has_rows ? 0 : kConflictPage.size()));
  if (!after.ok()) return refused(outcome, after.error());
  if (has_rows) SRL_TRY(add_rows(database, context, *after, limit, reply));
  // The first of them come beside the last rows: mostly, there are no more.
  if (reply.next_page.empty()) {
    SRL_TRY(add_open_conflicts(database, context, has_rows ? "" : *after, limit, reply));
  }
  outcome.response = {http::kOk, std::move(reply)};
  return {};
}

Status list(Database& database, const ServiceContext& context, const ListRequest& request,
            Outcome& outcome) {
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  const Result<std::string> after = read_place(request.page);
  if (!after.ok()) return refused(outcome, after.error());

  ListResponse reply;
  reply.server_seq = account->seq;
  reply.open_count = account->open_count;
  reply.hlc = account->hlc;
  SRL_TRY(add_rows(database, context, *after, page_limit(request.limit), reply));
  if (reply.next_page.empty()) {
    Result<RowPage<Conflict>> open =
        page_of_open_conflicts(database, context.account, "", page_limit(0));
    if (!open.ok()) return open.error();
    reply.conflicts = std::move(open->rows);
  }
  outcome.response = {http::kOk, std::move(reply)};
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
  outcome.response = {http::kOk, OpFateResponse{result}};
  return {};
}

Status conflicts(Database& database, const ServiceContext& context, const ConflictsRequest& request,
                 Outcome& outcome) {
  const std::int64_t limit = page_limit(request.limit);
  const Result<std::string> after = read_place(request.page);
  if (!after.ok()) return refused(outcome, after.error());
  Result<RowPage<Conflict>> open = page_of_open_conflicts(database, context.account, *after, limit);
  if (!open.ok()) return open.error();
  ConflictsResponse reply;
  if (open->has_more) reply.next_page = to_string(open->rows.back().id);
  reply.conflicts = std::move(open->rows);
  outcome.response = {http::kOk, std::move(reply)};
  return {};
}

}  // namespace srl
