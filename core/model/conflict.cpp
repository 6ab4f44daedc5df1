// SPDX-License-Identifier: MIT
#include "model/conflict.h"

namespace srl {
Result<ConflictState> parse_conflict_state(std::string_view name) {
  return parse_value<ConflictState>("a conflict is", name);
}

Result<Resolution> parse_resolution(std::string_view name) {
  return parse_value<Resolution>("a conflict is decided by", name);
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
