// SPDX-License-Identifier: MIT
// The account's counters while one request is worked on: read once, moved in memory, written once at
// the end of the request. That they are written in the transaction of the rows is what makes the
// order of changes the order of commits (a plain sequence loses rows under concurrency).
#pragma once

#include "service/task_store.h"

namespace srl {

class AccountCounter {
 public:
  static Result<AccountCounter> read(Database& database, AccountId account);

  // The sequence number of the next change. `open_change` moves the count of open tasks.
  std::int64_t next(std::int64_t open_change);

  std::int64_t seq() const { return now_.seq; }
  std::int64_t open_change() const { return now_.open_count - stored_.open_count; }

  // Writes them, if they have moved. storage_failed when somebody else has moved them meanwhile,
  // which one writer at a time rules out: the host rolls back.
  Status write(Database& database);

 private:
  AccountCounter(AccountId account, const Account& stored)
      : account_(account), stored_(stored), now_(stored) {}

  AccountId account_;
  Account stored_;
  Account now_;
};

}  // namespace srl
