// SPDX-License-Identifier: MIT
// The conflicts of an account, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "model/conflict.h"
#include "policies/idempotency/idempotency_policy.h"
#include "ports/database.h"
#include "service/row_page.h"

namespace srl {

// Inserts it, or replaces the one with its id.
Status write_conflict(Database& database, AccountId account, const Conflict& conflict);

Result<std::optional<Conflict>> read_conflict(Database& database, AccountId account,
                                              const ConflictId& id);

// The open ones of one task, by id.
Result<std::vector<Conflict>> open_conflicts_of(Database& database, AccountId account,
                                                const TaskId& task);

// All that are open, by id, those with an id above `after` (empty: from the start).
Result<std::vector<Conflict>> open_conflicts(Database& database, AccountId account,
                                             std::string_view after, std::int64_t limit);

Result<RowPage<Conflict>> page_of_open_conflicts(Database& database, AccountId account,
                                                 std::string_view after, std::int64_t limit);

// Opened, changed or closed after `after` and up to `upper`, by version.
Result<RowPage<Conflict>> page_of_conflicts_between(Database& database, AccountId account,
                                                    std::int64_t after, std::int64_t upper,
                                                    std::int64_t limit);

// Since when the oldest open one of any account has waited; 0: there is none.
Result<TimeMs> oldest_open_conflict_ms(Database& database);

}  // namespace srl
