// SPDX-License-Identifier: MIT
#include "service/account_counter.h"

#include <algorithm>

#include "base/assertion.h"
#include "base/limits.h"
#include "service/account_history.h"

namespace srl {
namespace {

constexpr Sql kWriteCounters{
    "UPDATE accounts SET seq = $3, open_count = $4, hlc = $5, conflicts_open = $6 "
    "WHERE account_id = $1 AND seq = $2 RETURNING seq"};
constexpr Sql kWriteHistory{"UPDATE accounts SET history = $2 WHERE account_id = $1"};

// The first write of a process: its numbers are the epoch's from here on.
Status begin_epoch(Database& database, AccountId id, std::int64_t after, std::string& history_text,
                   std::string_view epoch) {
  if (is_newest_epoch(history_text, epoch)) return {};
  Result<AccountHistory> history = AccountHistory::parse(history_text);
  if (!history.ok()) return make_error(ErrorCode::storage_corrupt, history.error().detail);
  history->begin(epoch, after);
  history_text = history->to_text();
  return execute(database, kWriteHistory, id, history_text);
}

}  // namespace

Result<AccountCounter> AccountCounter::read(Database& database, AccountId account) {
  Result<Account> stored = read_account(database, account);
  if (!stored.ok()) return stored.error();
  return AccountCounter(account, *stored);
}

std::int64_t AccountCounter::next(std::int64_t open_change) {
  SRL_ASSERT(open_change >= -1 && open_change <= 1, "one change opens or closes one task at most");
  SRL_ASSERT(now_.seq >= stored_.seq && now_.seq < INT64_MAX, "an account's numbers only go up");
  now_.open_count += open_change;
  return ++now_.seq;
}

Hlc AccountCounter::observe(Hlc hlc, TimeMs now_ms) {
  const Hlc most = next_hlc(0, now_ms + kClockToleranceMs);
  const Hlc allowed = hlc == 0 ? next_hlc(now_.hlc, now_ms) : std::min(hlc, most);
  now_.hlc = std::max(now_.hlc, allowed);
  return allowed;
}

Status AccountCounter::write(Database& database, std::string_view epoch) {
  if (now_.seq == stored_.seq) return {};
  SRL_TRY(begin_epoch(database, id_, stored_.seq, now_.history, epoch));
  Query query(database, kWriteCounters, id_, stored_.seq, now_.seq, now_.open_count, now_.hlc,
              now_.conflicts_open);
  bool is_written = false;
  while (query.next()) is_written = true;
  SRL_TRY(query.status());
  if (!is_written) {
    return make_error(ErrorCode::storage_failed, "another writer has moved the account's counter");
  }
  stored_ = now_;
  return {};
}

}  // namespace srl
