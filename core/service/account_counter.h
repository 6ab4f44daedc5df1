// SPDX-License-Identifier: MIT
// The account's counters while one request is worked on: read once, moved in memory, written once
// at the end of the request. That they are written in the transaction of the rows is what makes the
// order of changes the order of commits (a plain sequence loses rows under concurrency).
#pragma once

#include "service/task_store.h"

namespace srl {

class AccountCounter {
 public:
  static Result<AccountCounter> read(Database& database, AccountId account);

  // The sequence number of the next change. `open_change` moves the count of open tasks.
  std::int64_t next(std::int64_t open_change);

  // A hybrid logical clock value that a write carries, held to `now_ms` and a tolerance: a device
  // whose clock runs ahead must not win for longer than that. 0 (no device): one of the service's
  // own. The account remembers the latest.
  Hlc observe(Hlc hlc, TimeMs now_ms);

  void count_conflicts(std::int64_t change) { now_.conflicts_open += change; }
  bool has_open_conflicts() const { return now_.conflicts_open > 0; }

  std::int64_t seq() const { return now_.seq; }
  std::int64_t open_change() const { return now_.open_count - stored_.open_count; }

  // The account as it stands; its history is the one that is written.
  const Account& account() const { return now_; }

  // Writes them, if they have moved; `epoch` is the process's. storage_failed when another writer
  // has moved them meanwhile, which one writer at a time rules out: the host rolls back.
  Status write(Database& database, std::string_view epoch);

 private:
  AccountCounter(AccountId account, const Account& stored)
      : id_(account), stored_(stored), now_(stored) {}

  AccountId id_;
  Account stored_;
  Account now_;
};

}  // namespace srl
