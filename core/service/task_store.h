// SPDX-License-Identifier: MIT
// The service's rows: the account's counters, tasks and tombstones, in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/field_stamps.h"
#include "policies/idempotency/idempotency_policy.h"
#include "ports/database.h"
#include "service/row_page.h"

namespace srl {

struct Account {
  AccountId id = kNobody;
  std::string history;  // of the numbers, as text (service/account_history.h)
  std::int64_t seq = 0;
  std::int64_t open_count = 0;
  std::int64_t tombstone_floor = 0;  // cursors below have missed deletions
  Hlc hlc = 0;                       // the latest that the account has seen
  std::int64_t conflicts_open = 0;
};

// An account in which nothing has been written.
Status create_account(Database& database, AccountId account);
Result<Account> read_account(Database& database, AccountId account);

// The row, alive or a tombstone. A tombstone keeps the fields that the row had: a person may decide
// that it comes back (model/conflict.h). Devices are told that it is gone, not what it was.
Result<std::optional<StampedTask>> read_task(Database& database, AccountId account,
                                             const TaskId& id);
// False when there is a row with this id already: then nothing has changed.
Result<bool> insert_task(Database& database, AccountId account, const StampedTask& row);
Status update_task(Database& database, AccountId account, const StampedTask& row);

// Rows with a version above `after`, by version.
Result<RowPage<Task>> page_of_changes(Database& database, AccountId account, std::int64_t after,
                                      std::int64_t limit);
// Living rows with an id above `after` (empty: from the start), by id.
Result<RowPage<Task>> page_of_tasks(Database& database, AccountId account, std::string_view after,
                                    std::int64_t limit);
// The same, however large they are.
Result<std::vector<Task>> living_tasks(Database& database, AccountId account,
                                       std::string_view after, std::int64_t limit);

Result<std::int64_t> count_open_tasks(Database& database, AccountId account);

}  // namespace srl
