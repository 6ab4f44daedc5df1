// SPDX-License-Identifier: MIT
// Two people's changes that exclude each other: a write met a change that its author had not seen.
// The row stays as it is until a person decides, and neither value is lost until then. A deletion
// against a change is a conflict of the whole row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.h"
#include "base/ids.h"
#include "base/time.h"
#include "model/task.h"

namespace srl {

using ConflictId = Uuid;

// open → resolved (a person decided) | superseded (its author has changed the fields again, now
// knowing the other's values).
enum class ConflictState : std::uint8_t { open, resolved, superseded };
Result<ConflictState> parse_conflict_state(std::string_view name);

// How a person decides.
enum class Resolution : std::uint8_t {
  keep_theirs,   // the row stays as it is
  write_values,  // the values in the operation's patch: mine, or field by field
  delete_task,   // mine was a deletion, and it stands
  restore_task,  // theirs was a deletion; the row comes back with the operation's patch
};
Result<Resolution> parse_resolution(std::string_view name);

struct Conflict {
  ConflictId id;
  TaskId task;
  std::int64_t version = 0;  // the account's sequence number of this record's last change
  ConflictState state = ConflictState::open;
  std::string device;  // whose write it was: `mine`
  std::string policy;  // the rule by which it was left to a person
  TimeMs since_ms = 0;
  TaskPatch mine;     // the fields that disagree, with the values of the write
  TaskPatch base;     // what its author saw in them
  TaskFields theirs;  // the whole row as it was met, or was when it was deleted
  bool mine_deletes = false;
  bool theirs_deleted = false;
  std::string resolved_by;        // the device; empty while open
  Intent intent = kNoIntent;      // of the write
  Intent created_by = kNoIntent;  // of the task
};

// The operation that a person's choice comes to.
struct ConflictChoice {
  Resolution resolution = Resolution::keep_theirs;
  TaskPatch values;
};
ConflictChoice keep_theirs(const Conflict& conflict);
ConflictChoice keep_mine(const Conflict& conflict);

// Field by field: mine in those of `mine_fields` (bits as in TaskPatch::present), theirs in the
// others. Where one side deleted the task there is nothing to merge: any field of mine keeps mine.
ConflictChoice merge_fields(const Conflict& conflict, std::uint32_t mine_fields);

}  // namespace srl
