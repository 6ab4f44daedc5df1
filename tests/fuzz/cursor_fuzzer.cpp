// SPDX-License-Identifier: MIT
// A cursor as a device hands it back, and the history in it.
#include <algorithm>
#include <cstdint>

#include "fuzz/fuzz_targets.h"
#include "service/account_history.h"

namespace srl::test {
namespace {

constexpr AccountId kSomeAccount = 7;

std::string fault_in_history(const AccountHistory& history, std::int64_t seq) {
  const std::string text = history.to_text();
  const Result<AccountHistory> again = AccountHistory::parse(text);
  if (!again.ok()) return "a history that was written is not read: " + text;
  if (again->to_text() != text) return "a history is written otherwise than it was read";
  if (history.until(seq).to_text().size() > text.size()) return "an earlier history is longer";
  if (history.common_seq(seq, history, seq) > seq) return "what is common comes after what is";
  (void)history.tag_of(seq);
  AccountHistory later = history;
  if (seq < INT64_MAX) later.begin("later", seq + 1);
  const std::int64_t common = later.common_seq(INT64_MAX, history.until(seq), seq);
  if (common < 0 || common > std::max<std::int64_t>(seq, 0)) return "what is common is not in both";
  return is_newest_epoch(text, "") ? "no epoch is an epoch" : "";
}

}  // namespace

std::string fuzz_cursor(std::string_view bytes) {
  const Result<AccountHistory> history = AccountHistory::parse(bytes);
  if (history.ok()) {
    for (const std::int64_t seq : {std::int64_t{0}, std::int64_t{1}, INT64_MAX}) {
      const std::string fault = fault_in_history(*history, seq);
      if (!fault.empty()) return fault;
    }
  }
  const Result<Cursor> cursor = parse_cursor(bytes);
  if (!cursor.ok()) {
    return cursor.error().code == ErrorCode::cursor_reset ? "" : "no device reads everything again";
  }
  if (cursor->seq < 0) return "a cursor stands before the beginning";
  const std::string made = make_cursor(kSomeAccount, cursor->history, cursor->seq);
  const Result<Cursor> again = parse_cursor(made);
  if (!again.ok()) return "a cursor that was made is not read: " + made;
  if (!again->is_of(kSomeAccount) || again->is_of(kSomeAccount + 1)) {
    return "a cursor does not know its account";
  }
  if (again->seq != cursor->seq || again->history.to_text() != cursor->history.to_text()) {
    return "a cursor is read otherwise than it was made: " + made;
  }
  return fault_in_history(cursor->history, cursor->seq);
}

}  // namespace srl::test
