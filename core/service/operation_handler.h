// SPDX-License-Identifier: MIT
// The work on one operation, whichever way it came: look its id up in the ledger → apply it by
// policy → store the answer. All of it belongs into one savepoint. A failed result means that the
// database failed.
#pragma once

#include <optional>
#include <string_view>

#include "service/service_context.h"
#include "service/task_store.h"

namespace srl {

class OperationHandler {
 public:
  OperationHandler(Database& database, const ServiceContext& context, Outcome& outcome)
      : database_(database), context_(context), outcome_(outcome) {}

  // answered() and, where that has nothing, perform().
  Result<OpResult> handle(const WireOperation& operation);

  // The answer of an earlier attempt, or the rejection of a reused key; nothing when it is new.
  Result<std::optional<OpResult>> answered(const WireOperation& operation);

  // Applies an operation that answered() has called new, and stores the answer.
  Result<OpResult> perform(const WireOperation& operation);

 private:
  Result<OpResult> apply(const WireOperation& operation);
  Result<OpResult> create(const WireOperation& operation);
  Result<OpResult> apply_to(const Task& current, const WireOperation& operation);
  Result<OpResult> store(const WireOperation& operation, const std::optional<Task>& before,
                         Task after, const char* what);
  Status record_effects(const WireOperation& operation, const std::optional<Task>& before,
                        const Task& after, const char* what);
  TaskId new_id();

  Database& database_;
  const ServiceContext& context_;
  Outcome& outcome_;
};

// What a refused operation is answered with.
OpResult rejection(const WireOperation& operation, ErrorCode code);

}  // namespace srl
