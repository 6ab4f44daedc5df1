// SPDX-License-Identifier: MIT
// The decision `conflict`: two devices changed one task; which version wins? The device hook says
// how much of a row a write carries, the service hook what becomes of a write that meets a row.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/field_stamps.h"
#include "policies/policy_info.h"
#include "protocol/messages.h"

namespace srl {

// A write that meets a row: alive, or a tombstone with the fields that it had.
struct Meeting {
  const StampedTask& row;
  const WireOperation& operation;
  std::string_view device;  // whose write it is; empty: a program without a device id
  Hlc hlc;                  // the operation's, brought within what the service's clock allows
  TimeMs wall_ms;           // by the writer's own clock
  std::uint32_t unseen;     // fields that others have changed since the version it is based on
};

// What becomes of it.
struct ConflictVerdict {
  ErrorCode rejection = ErrorCode::none;  // refused for good
  bool changes_nothing = false;           // accepted, but what is there is newer and stays
  TaskPatch patch;                        // what an update or a creation writes
  bool merged = false;                    // others' changes and this one all stand
  std::uint32_t blended = 0;      // of the patch: with what others wrote; nobody has seen it
  std::uint32_t overwritten = 0;  // of `unseen`: replaced all the same, knowingly
  std::uint32_t kept = 0;         // of the write: what others have written instead stays
  std::uint32_t asked = 0;        // stays as it is until a person decides
  bool whole_row_asked = false;   // a deletion against a change: likewise
};

class ConflictPolicy {
 public:
  virtual ~ConflictPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // Device: what a gesture that changed `changed` writes, given the row as it is afterwards.
  virtual TaskPatch outgoing(const TaskPatch& changed, const TaskFields& row_after) const = 0;

  // Service: what becomes of a write that meets a row.
  virtual ConflictVerdict decide(const Meeting& meeting) const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const ConflictPolicy*> all_conflict_policies();

}  // namespace srl
