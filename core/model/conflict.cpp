// SPDX-License-Identifier: MIT
#include "model/conflict.h"

namespace srl {
namespace {

constexpr std::string_view kConflictStateNames[] = {"open", "resolved", "superseded"};
constexpr std::string_view kResolutionNames[] = {"keep_theirs", "write_values", "delete_task",
                                                 "restore_task"};

}  // namespace

std::string_view conflict_state_name(ConflictState state) {
  return kConflictStateNames[static_cast<std::size_t>(state)];
}

Result<ConflictState> parse_conflict_state(std::string_view name) {
  for (int i = 0; i < kConflictStateCount; ++i) {
    if (kConflictStateNames[i] == name) return static_cast<ConflictState>(i);
  }
  return make_error(ErrorCode::bad_value, "a conflict is open, resolved or superseded, not \"" +
                                              std::string(name) + "\"");
}

std::string_view resolution_name(Resolution resolution) {
  return kResolutionNames[static_cast<std::size_t>(resolution)];
}

Result<Resolution> parse_resolution(std::string_view name) {
  for (int i = 0; i < kResolutionCount; ++i) {
    if (kResolutionNames[i] == name) return static_cast<Resolution>(i);
  }
  return make_error(ErrorCode::bad_value,
                    "a conflict is decided by keep_theirs, write_values, delete_task or "
                    "restore_task, not \"" +
                        std::string(name) + "\"");
}

ConflictChoice keep_theirs(const Conflict&) { return {}; }

ConflictChoice keep_mine(const Conflict& conflict) {
  if (conflict.mine_deletes) return {Resolution::delete_task, {}};
  if (!conflict.theirs_deleted) return {Resolution::write_values, conflict.mine};
  TaskFields row = conflict.theirs;
  conflict.mine.apply_to(row);
  return {Resolution::restore_task, TaskPatch::whole(row)};
}

ConflictChoice merge_fields(const Conflict& conflict, std::uint32_t mine_fields) {
  if ((conflict.mine.present & mine_fields) == 0 && !conflict.mine_deletes) return {};
  if (conflict.mine_deletes || conflict.theirs_deleted) return keep_mine(conflict);
  return {Resolution::write_values, only(conflict.mine, mine_fields)};
}

}  // namespace srl
