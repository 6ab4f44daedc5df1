// SPDX-License-Identifier: MIT
// The decision `conflict`: two devices changed one task; which version wins? The device hook says
// how much of a row a write carries, the service hook what becomes of a write that meets a row.
#pragma once

#include <vector>

#include "policies/policy_info.h"
#include "protocol/messages.h"

namespace srl {

class ConflictPolicy {
 public:
  struct Verdict {
    bool rejected = false;
    ErrorCode code = ErrorCode::none;  // why it was rejected
    TaskPatch patch;                   // what is applied otherwise
  };

  virtual ~ConflictPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // Device: what a gesture that changed `changed` writes, given the row as it is afterwards.
  virtual TaskPatch outgoing(const TaskPatch& changed, const TaskFields& row_after) const = 0;

  // Service: `current` is the row that the operation meets, alive or a tombstone.
  virtual Verdict decide(const Task& current, const WireOperation& operation) const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const ConflictPolicy*> all_conflict_policies();

}  // namespace srl
