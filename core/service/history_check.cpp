// SPDX-License-Identifier: MIT
#include "service/history_check.h"

namespace srl {
namespace {

// It was written by us: what cannot be read is no history, and shares nothing with any cursor.
AccountHistory history_of(const Account& account) {
  Result<AccountHistory> history = AccountHistory::parse(account.history);
  return history.ok() ? std::move(*history) : AccountHistory();
}

}  // namespace

std::optional<Response> refuse_lost_time(const Account& account, std::string_view cursor) {
  if (cursor.empty()) return std::nullopt;
  Result<Cursor> told = parse_cursor(cursor);
  if (told.ok() && !told->is_of(account.id)) {
    told = make_error(ErrorCode::cursor_reset, "the cursor is another account's");
  }
  const AccountHistory history = history_of(account);
  const std::int64_t common_seq =
      told.ok() ? history.common_seq(account.seq, told->history, told->seq) : 0;
  if (told.ok() && told->seq <= common_seq) return std::nullopt;
  Response refused = problem_response(told.ok() ? make_error(ErrorCode::cursor_reset,
                                                             "this server has gone back in time; "
                                                             "continue with GET /v1/sync/snapshot")
                                                : told.error());
  auto& problem = std::get<Problem>(refused.body);
  problem.common_seq = common_seq;
  problem.cursor = make_cursor(account.id, history, common_seq);
  return refused;
}

std::string cursor_at(const Account& account, std::int64_t seq) {
  return make_cursor(account.id, history_of(account), seq);
}

std::string epoch_of(const Account& account, std::int64_t version) {
  return history_of(account).tag_of(version);
}

}  // namespace srl
