// SPDX-License-Identifier: MIT
#include "service/account_history.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/digest.h"
#include "base/random.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kCursorPrefix = "v3.";
constexpr std::string_view kCursorPrefixV2 = "v2.";
constexpr std::string_view kCursorPrefixV1 = "v1.";
constexpr std::size_t kEpochBytesMax = 32;
constexpr std::size_t kTagBytes = 8;

std::optional<std::int64_t> read_seq(std::string_view text) {
  std::int64_t seq = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (code != std::errc() || end != text.data() + text.size() || seq < 0) return std::nullopt;
  return seq;
}

bool is_epoch(std::string_view text) {
  return !text.empty() && text.size() <= kEpochBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

// Accounts that one process has begun share their epoch, so that the epoch does not tell them
// apart.
std::string word_of(AccountId account) {
  return format_digest(mix64(static_cast<std::uint64_t>(account)));
}

// What stands before the next dot; nothing where there is none.
std::optional<std::string_view> take_word(std::string_view& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view word = text.substr(0, dot);
  text.remove_prefix(dot + 1);
  return word;
}

Error no_cursor() {
  return make_error(ErrorCode::cursor_reset, "the cursor is not one of this server's");
}

}  // namespace

Result<AccountHistory> AccountHistory::parse(std::string_view text) {
  AccountHistory history;
  if (text.empty()) return history;
  for (const std::string& part : split(text, '.')) {
    const std::size_t dash = part.find('-');
    const std::string_view all = part;
    const std::optional<std::int64_t> after =
        dash == std::string::npos ? std::nullopt : read_seq(all.substr(dash + 1));
    const bool grows =
        history.beginnings_.empty() || (after && *after > history.beginnings_.back().after);
    if (!after || !grows || !is_epoch(all.substr(0, dash))) {
      return make_error(ErrorCode::bad_value, "the history has not the form <epoch>-<after>.…");
    }
    history.beginnings_.push_back({part.substr(0, dash), *after});
  }
  return history;
}

std::string AccountHistory::to_text() const {
  std::string text;
  for (const Beginning& beginning : beginnings_) {
    if (!text.empty()) text.push_back('.');
    text.append(beginning.epoch).append("-").append(std::to_string(beginning.after));
  }
  return text;
}

bool is_newest_epoch(std::string_view history, std::string_view epoch) {
  const std::size_t newest = history.rfind('.') + 1;  // npos + 1 is 0
  history.remove_prefix(newest);
  return history.substr(0, epoch.size()) == epoch &&
         history.substr(std::min(history.size(), epoch.size()), 1) == "-";
}

void AccountHistory::begin(std::string_view epoch, std::int64_t after) {
  // In which nothing was written.
  while (!beginnings_.empty() && beginnings_.back().after >= after) beginnings_.pop_back();
  beginnings_.push_back({std::string(epoch), after});
  if (beginnings_.size() > kEpochsRememberedMax) beginnings_.erase(beginnings_.begin());
}

AccountHistory AccountHistory::until(std::int64_t seq) const {
  AccountHistory earlier;
  std::copy_if(beginnings_.begin(), beginnings_.end(), std::back_inserter(earlier.beginnings_),
               [&](const Beginning& beginning) { return beginning.after < seq; });
  return earlier;
}

std::int64_t AccountHistory::end_of(std::size_t index, std::int64_t seq) const {
  return index + 1 < beginnings_.size() ? beginnings_[index + 1].after : seq;
}

std::int64_t AccountHistory::common_seq(std::int64_t seq, const AccountHistory& other,
                                        std::int64_t other_seq) const {
  for (std::size_t i = beginnings_.size(); i-- > 0;) {
    for (std::size_t k = other.beginnings_.size(); k-- > 0;) {
      const bool is_same = beginnings_[i].epoch == other.beginnings_[k].epoch &&
                           beginnings_[i].after == other.beginnings_[k].after;
      if (is_same) return std::min(end_of(i, seq), other.end_of(k, other_seq));
    }
  }
  return 0;
}

std::string AccountHistory::tag_of(std::int64_t version) const {
  const auto next = std::find_if(beginnings_.begin(), beginnings_.end(),
                                 [&](const Beginning& one) { return one.after >= version; });
  if (beginnings_.empty()) return {};
  const Beginning& of_version = next == beginnings_.begin() ? *next : *std::prev(next);
  return of_version.epoch.substr(0, kTagBytes);
}

bool Cursor::is_of(AccountId id) const { return account.empty() || account == word_of(id); }

std::string make_cursor(AccountId account, const AccountHistory& history, std::int64_t seq) {
  std::string text(kCursorPrefix);
  text.append(word_of(account)).append(".").append(std::to_string(seq)).append(".");
  return text.append(history.until(seq).to_text());
}

Result<Cursor> parse_cursor(std::string_view text) {
  const std::string_view prefix = text.substr(0, kCursorPrefix.size());
  const bool has_account = prefix == kCursorPrefix;
  const bool has_one_epoch = prefix == kCursorPrefixV1;
  if (!has_account && !has_one_epoch && prefix != kCursorPrefixV2) return no_cursor();
  text.remove_prefix(prefix.size());
  Cursor cursor;
  if (has_account) {
    const std::optional<std::string_view> account = take_word(text);
    if (!account || account->empty()) return no_cursor();
    cursor.account = *account;
  }
  const std::optional<std::string_view> first = take_word(text);
  if (!first) return no_cursor();
  const std::optional<std::int64_t> seq = read_seq(has_one_epoch ? text : *first);
  const Result<AccountHistory> history =
      AccountHistory::parse(has_one_epoch ? std::string(*first).append("-0") : std::string(text));
  if (!seq || !history.ok()) return no_cursor();
  cursor.seq = *seq;
  cursor.history = history->until(*seq);
  return cursor;
}

}  // namespace srl
