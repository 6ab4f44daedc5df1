// SPDX-License-Identifier: MIT
// The work on one operation, whichever way it came: look its id up in the ledger → apply it by
// policy → store the answer. It decides before it writes, so there is never anything to undo: a
// failed result means that the database failed, and with it the whole request.
#pragma once

#include <optional>

#include "policies/conflict/conflict_policy.h"
#include "service/operation_scope.h"

namespace srl {

class OperationHandler {
 public:
  explicit OperationHandler(const OperationScope& scope) : scope_(scope) {}

  // answered() and, where that has nothing, perform(). One that could not be read is refused at
  // once.
  Result<OpResult> handle(const WireOperation& operation);

  // The answer of an earlier attempt, or the rejection of a reused key; nothing when it is new.
  Result<std::optional<OpResult>> answered(const WireOperation& operation);

  // Applies an operation that answered() has called new, and stores the answer.
  Result<OpResult> perform(const WireOperation& operation);

 private:
  Result<OpResult> apply(const WireOperation& operation);
  Result<std::optional<OpResult>> create(const WireOperation& operation);
  Result<OpResult> apply_to(const StampedTask& row, const WireOperation& operation);
  Result<OpResult> write(const Meeting& meeting, const ConflictVerdict& verdict);
  Result<OpResult> supersede(const Task& row, const WireOperation& operation);
  OpResult refuse(const WireOperation& operation, ErrorCode code, std::string detail = {});
  void count(const ConflictVerdict& verdict);
  void note_clock(const WireOperation& operation);

  OperationScope scope_;
};

}  // namespace srl
