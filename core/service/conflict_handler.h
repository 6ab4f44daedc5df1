// SPDX-License-Identifier: MIT
// Conflicts as the work on operations makes and ends them: recorded where the policy leaves a
// choice to a person, resolved by an ordinary operation, superseded when their author has changed
// the same fields again.
#pragma once

#include "policies/conflict/conflict_policy.h"
#include "service/operation_scope.h"

namespace srl {

// What conflict_recorded says of a conflict about a deletion; of others it names the fields.
inline constexpr const char* kChangeMetDeletion = "a change met a deletion";
inline constexpr const char* kDeletionMetChange = "a deletion met a change";

// Keeps what the write of `meeting` wanted beside the row as it is now. A conflict of the same
// device on the same task that is still open takes it in.
Result<OpResult> record_conflict(const OperationScope& scope, const Meeting& meeting,
                                 const ConflictVerdict& verdict, const Task& row_now);

// Carries out a person's decision. When the row has changed since that person looked, the conflict
// stays open, with the decision as its new `mine`. Rejected: not_found, conflict_closed.
Result<OpResult> resolve_conflict(const OperationScope& scope, const WireOperation& operation);

// After a write of this device that was accepted: in its own open conflicts, what it has now
// written instead is not in dispute any more; one about nothing else is over. And a row that is
// deleted now is so in all that are open. `by` is trace context: the write's.
Status update_conflicts(const OperationScope& scope, const TaskId& task, std::uint32_t written,
                        bool deleted, Intent by);

}  // namespace srl
