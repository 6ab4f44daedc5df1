// SPDX-License-Identifier: MIT
// A task's jobs, kept in step with the task in the transaction that writes it (a transactional
// outbox): what is in the database will be done, and nothing else.
#pragma once

#include <optional>

#include "service/job_store.h"
#include "service/operation_scope.h"

namespace srl {

// After a write of the task; `before`: as it was, nullptr for a new one. `by` is trace context.
Status update_jobs(const OperationScope& scope, const Task* before, const Task& after, Intent by);

// Takes a dead letter back, or all of them: attempts count anew. How many there were.
Result<std::int64_t> redrive(Database& database, TimeMs now_ms, std::optional<JobId> job,
                             Outcome& outcome);

}  // namespace srl
