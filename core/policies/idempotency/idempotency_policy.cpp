// SPDX-License-Identifier: MIT
#include "policies/idempotency/idempotency_policy.h"

namespace srl {

std::int64_t open_count_change_per_request(const WireOperation& operation, bool was_open) {
  switch (operation.kind) {
    case OpKind::create_task: return 1;
    case OpKind::delete_task: return was_open ? -1 : 0;
    case OpKind::update_task:
    case OpKind::resolve_conflict: break;
  }
  if (!operation.patch.has(TaskField::completed)) return 0;
  const bool completes = operation.patch.values.completed;
  if (completes) return was_open ? -1 : 0;
  return was_open ? 0 : 1;
}

}  // namespace srl
