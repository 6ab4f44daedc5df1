// SPDX-License-Identifier: MIT
#include "service/conflict_handler.h"

#include <algorithm>

#include "service/conflict_store.h"
#include "service/row_writer.h"

namespace srl {
namespace {

std::string_view policy_name(const OperationScope& scope) {
  return scope.context.policies.conflict->info().name;
}

void count_detected(const OperationScope& scope, std::uint32_t fields, bool whole_row) {
  if (whole_row) {
    scope.outcome.count(Metric::conflicts_detected, "row", policy_name(scope));
    return;
  }
  for_each_field([&](TaskField field) {
    if ((fields & field_bit(field)) == 0) return;
    scope.outcome.count(Metric::conflicts_detected, field_name(field), policy_name(scope));
  });
}

// What a conflict is about, for events: the fields, or which side deleted.
std::string about(const Conflict& conflict) {
  if (conflict.theirs_deleted) return kChangeMetDeletion;
  if (conflict.mine_deletes) return kDeletionMetChange;
  std::string names;
  for_each_field([&](TaskField field) {
    if (conflict.mine.has(field)) names.append(names.empty() ? "" : ", ").append(field_name(field));
  });
  return names;
}

// `instead_of`: the write whose conflict this one has become.
void tell_recorded(const OperationScope& scope, Intent intent, const Conflict& conflict,
                   Intent instead_of = kNoIntent) {
  scope.outcome.conflicts.push_back(intent);
  scope.outcome.event(EventKind::conflict_recorded, intent, conflict.version, about(conflict),
                      instead_of);
}

// Writes it at the account's next sequence number.
Status store(const OperationScope& scope, Conflict& conflict) {
  conflict.version = scope.counter.next(0);
  return write_conflict(scope.database, scope.context.account, conflict);
}

void count_open(const OperationScope& scope, int change) {
  scope.counter.count_conflicts(change);
  scope.outcome.move(Metric::conflicts_open, change);
}

Status close(const OperationScope& scope, Conflict& conflict, ConflictState state,
             std::string_view outcome, Intent by) {
  conflict.state = state;
  conflict.resolved_by = scope.device;
  count_open(scope, -1);
  scope.outcome.count(Metric::conflict_resolutions, policy_name(scope), outcome);
  scope.outcome.event(EventKind::conflict_closed, conflict.intent, 0, outcome, by);
  return store(scope, conflict);
}

Conflict new_conflict(const OperationScope& scope, const Meeting& meeting, const Task& row) {
  Conflict conflict;
  conflict.id = meeting.operation.op_id ? *meeting.operation.op_id : new_id(scope);
  conflict.task = row.id;
  conflict.device = meeting.device;
  conflict.policy = policy_name(scope);
  conflict.since_ms = scope.context.now_ms;
  conflict.intent = meeting.operation.intent;
  conflict.created_by = row.created_by;
  return conflict;
}

OpResult in_conflict(const WireOperation& operation, const Task& row, std::int64_t version) {
  OpResult result;
  result.op_id = operation.op_id;
  result.status = OpStatus::conflict;
  result.task = row.id;
  result.version = row.version;
  result.conflict_version = version;
  return result;
}

// The device's conflict on the task that is still open, or a new one.
Result<Conflict> conflict_for(const OperationScope& scope, const Meeting& meeting,
                              const Task& row) {
  Result<std::vector<Conflict>> open =
      open_conflicts_of(scope.database, scope.context.account, row.id);
  if (!open.ok()) return open.error();
  for (Conflict& conflict : *open) {
    if (conflict.device == meeting.device) return std::move(conflict);
  }
  count_open(scope, 1);
  return new_conflict(scope, meeting, row);
}

void add_values(Conflict& conflict, const WireOperation& operation, std::uint32_t fields) {
  for_each_field([&](TaskField field) {
    if ((fields & field_bit(field)) == 0 || !operation.patch.has(field)) return;
    const bool is_first = !conflict.mine.has(field);
    conflict.mine.mark(field);
    copy_field(conflict.mine.values, operation.patch.values, field);
    if (!is_first || !operation.base.has(field)) return;
    conflict.base.mark(field);
    copy_field(conflict.base.values, operation.base.values, field);
  });
}

// The decision meets what its maker has not seen: it becomes the new `mine`.
Result<OpResult> ask_again(const OperationScope& scope, const WireOperation& operation,
                           Conflict& conflict, const Task& row) {
  const Intent instead_of = conflict.intent;
  conflict.device = scope.device;
  conflict.intent = operation.intent;
  conflict.mine_deletes = operation.resolution == Resolution::delete_task;
  add_values(conflict, operation, operation.patch.present);
  conflict.theirs = row.fields;
  conflict.theirs_deleted = row.deleted;
  SRL_TRY(store(scope, conflict));
  count_detected(scope, operation.patch.present, row.deleted || conflict.mine_deletes);
  tell_recorded(scope, operation.intent, conflict, instead_of);
  return in_conflict(operation, row, conflict.version);
}

bool is_unseen(const OperationScope& scope, const WireOperation& operation,
               const StampedTask& row) {
  const std::uint32_t unseen = row.stamps.unseen(version_seen(scope, operation), scope.device);
  switch (operation.resolution) {
    case Resolution::keep_theirs: return false;  // whatever it is by now
    case Resolution::write_values:
      return row.task.deleted || (unseen & differing(operation.patch, row.task.fields)) != 0;
    case Resolution::delete_task: return !row.task.deleted && unseen != 0;
    case Resolution::restore_task:
      return (row.task.deleted ? unseen & differing(operation.patch, row.task.fields) : unseen) !=
             0;
  }
  return false;
}

// What it writes. Where others have written the same, unseen, theirs stands, so that a later change
// of mind, made without having seen it, meets it.
std::uint32_t decided_fields(const OperationScope& scope, const WireOperation& operation,
                             const StampedTask& row) {
  const std::uint32_t unseen = row.stamps.unseen(version_seen(scope, operation), scope.device);
  return operation.patch.present & ~(unseen & ~differing(operation.patch, row.task.fields));
}

Result<OpResult> decide(const OperationScope& scope, const WireOperation& operation,
                        const StampedTask& row) {
  if (operation.resolution == Resolution::keep_theirs) {
    return write_nothing(scope, operation, row.task, kRowResolved);
  }
  const bool deletes = operation.resolution == Resolution::delete_task;
  RowChange change;
  change.before = &row;
  change.after = row.task;
  change.hlc = scope.counter.observe(operation.hlc, scope.context.now_ms);
  change.wall_ms = wall_ms_of(scope, operation);
  change.written = deletes ? kAllFields : decided_fields(scope, operation, row);
  change.what = deletes ? kRowDeleted : row.task.deleted ? kRowRestored : kRowResolved;
  change.after.deleted = deletes;
  if (!deletes) operation.patch.apply_to(change.after.fields);
  return write_row(scope, operation, std::move(change));
}

}  // namespace

Result<OpResult> record_conflict(const OperationScope& scope, const Meeting& meeting,
                                 const ConflictVerdict& verdict, const Task& row_now) {
  Result<Conflict> conflict = conflict_for(scope, meeting, row_now);
  if (!conflict.ok()) return conflict.error();
  const WireOperation& operation = meeting.operation;
  conflict->theirs = row_now.fields;
  conflict->theirs_deleted = row_now.deleted;
  conflict->mine_deletes = operation.kind == OpKind::delete_task;
  const std::uint32_t fields = verdict.whole_row_asked ? operation.patch.present : verdict.asked;
  add_values(*conflict, operation, fields);
  SRL_TRY(store(scope, *conflict));
  count_detected(scope, fields, verdict.whole_row_asked);
  tell_recorded(scope, operation.intent, *conflict);
  return in_conflict(operation, row_now, conflict->version);
}

Result<OpResult> resolve_conflict(const OperationScope& scope, const WireOperation& operation) {
  const AccountId account = scope.context.account;
  Result<std::optional<Conflict>> found =
      read_conflict(scope.database, account, operation.conflict.value_or(ConflictId{}));
  if (!found.ok()) return found.error();
  if (!found->has_value()) {
    return rejection(operation, ErrorCode::not_found,
                     "/conflict: no conflict has this id, or it has not arrived yet");
  }
  Conflict& conflict = **found;
  if (operation.task && *operation.task != conflict.task) {
    return rejection(operation, ErrorCode::bad_value, "/id: the conflict is about another task");
  }
  if (conflict.state != ConflictState::open) {
    return rejection(operation, ErrorCode::conflict_closed);
  }
  Result<std::optional<StampedTask>> row = read_task(scope.database, account, conflict.task);
  if (!row.ok()) return row.error();
  if (!row->has_value()) return make_error(ErrorCode::storage_corrupt, "a conflict has no row");
  if (is_unseen(scope, operation, **row)) {
    return ask_again(scope, operation, conflict, (**row).task);
  }
  Result<OpResult> result = decide(scope, operation, **row);
  if (!result.ok()) return result;
  SRL_TRY(close(scope, conflict, ConflictState::resolved, "user", operation.intent));
  result->conflict_version = conflict.version;
  return result;
}

Status update_conflicts(const OperationScope& scope, const TaskId& task, std::uint32_t written,
                        bool deleted, Intent by) {
  if (!scope.counter.has_open_conflicts()) return {};
  Result<std::vector<Conflict>> open =
      open_conflicts_of(scope.database, scope.context.account, task);
  if (!open.ok()) return open.error();
  for (Conflict& conflict : *open) {
    const bool is_whole_row = conflict.mine_deletes || conflict.theirs_deleted;
    const bool is_authors = conflict.device == scope.device && !is_whole_row;
    const std::uint32_t rewritten = is_authors ? conflict.mine.present & written : 0;
    if (rewritten != 0 && rewritten == conflict.mine.present) {
      SRL_TRY(close(scope, conflict, ConflictState::superseded, "superseded", by));
    } else if (rewritten != 0 || (deleted && !conflict.theirs_deleted)) {
      conflict.mine = only(conflict.mine, ~rewritten);
      conflict.theirs_deleted = conflict.theirs_deleted || deleted;
      SRL_TRY(store(scope, conflict));
    }
  }
  return {};
}

}  // namespace srl
