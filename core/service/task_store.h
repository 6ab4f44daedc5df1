// SPDX-License-Identifier: MIT
// The service's rows: the account's counters, tasks and tombstones, in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/field_stamps.h"
#include "policies/idempotency/policy.h"
#include "ports/database.h"

namespace srl {

struct Account {
  std::string epoch;
  std::int64_t seq = 0;
  std::int64_t open_count = 0;
  std::int64_t tombstone_floor = 0;  // cursors below have missed deletions
  Hlc hlc = 0;                       // the latest that the account has seen
  std::int64_t conflicts_open = 0;
};

// An account for a new database. `epoch` is a random word: it marks the database's life.
Status create_account(Database& database, AccountId account, std::string_view epoch);
Result<Account> read_account(Database& database, AccountId account);

// The row, alive or a tombstone. A tombstone keeps the fields that the row had: a person may decide
// that it comes back (model/conflict.h). Devices are told that it is gone, not what it was.
Result<std::optional<StampedTask>> read_task(Database& database, AccountId account,
                                             const TaskId& id);
// False when there is a row with this id already: then nothing has changed.
Result<bool> insert_task(Database& database, AccountId account, const StampedTask& row);
Status update_task(Database& database, AccountId account, const StampedTask& row);

// Rows with a version above `after`, by version, at most `limit`.
Result<std::vector<Task>> changes_after(Database& database, AccountId account, std::int64_t after,
                                        std::int64_t limit);
// Living rows with an id above `after` (empty: from the start), by id, at most `limit`.
Result<std::vector<Task>> living_tasks(Database& database, AccountId account,
                                       std::string_view after, std::int64_t limit);

Result<std::int64_t> count_open_tasks(Database& database, AccountId account);

}  // namespace srl
