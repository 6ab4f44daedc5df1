// SPDX-License-Identifier: MIT
// Which history an account's sequence numbers belong to. A service whose database is put back to an
// earlier state, by whatever means, counts on from there, and gives out numbers a second time. So a
// number says nothing without its *epoch*: a random word that each process of the service draws
// when it starts, because another file takes a new process (after Kafka's leader epochs, KIP-101).
// An account remembers at which number its newest epochs began; a cursor holds a copy of that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/session.h"

namespace srl {

// An account that was written by more processes since forgets the oldest: a cursor from then finds
// nothing in common, and its device reads everything again.
inline constexpr std::size_t kEpochsRememberedMax = 24;

class AccountHistory {
 public:
  // "<epoch>-<after>", joined by dots, oldest first; empty: nothing has been written. Errors:
  // bad_value.
  static Result<AccountHistory> parse(std::string_view text);
  std::string to_text() const;

  // The process of `epoch` writes for the first time, after change number `after`.
  void begin(std::string_view epoch, std::int64_t after);

  // What it was when the counter stood at `seq`.
  AccountHistory until(std::int64_t seq) const;

  // Up to which number two histories are one: this one that has come to `seq`, and the other one
  // that has come to `other_seq`. 0: nothing is known to be.
  std::int64_t common_seq(std::int64_t seq, const AccountHistory& other,
                          std::int64_t other_seq) const;

  // A short name of the epoch that has written this version. Two histories give one version the
  // same name only if it is the same version.
  std::string tag_of(std::int64_t version) const;

 private:
  struct Beginning {
    std::string epoch;
    std::int64_t after = 0;
  };

  std::int64_t end_of(std::size_t index, std::int64_t seq) const;

  std::vector<Beginning> beginnings_;
};

// Does the history, as text, end with this epoch?
bool is_newest_epoch(std::string_view history, std::string_view epoch);

// How far a device has come, in which history of which account. Opaque text to all others:
// "v3.<account>.<seq>.<history>"; older builds wrote "v2.<seq>.<history>" and "v1.<epoch>.<seq>".
struct Cursor {
  std::int64_t seq = 0;
  AccountHistory history;
  std::string account;  // a word for it; empty: an older build did not write one
  bool is_of(AccountId id) const;
};
std::string make_cursor(AccountId account, const AccountHistory& history, std::int64_t seq);
Result<Cursor> parse_cursor(std::string_view text);  // cursor_reset for what it is not

}  // namespace srl
