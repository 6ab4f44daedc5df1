// SPDX-License-Identifier: MIT
#include "service/row_writer.h"

#include "base/assertion.h"
#include "service/effect_store.h"
#include "service/job_queue.h"

namespace srl {
namespace {

bool is_open(const Task& task) { return !task.deleted && !task.fields.completed; }

Status record_effects(const OperationScope& scope, const WireOperation& operation,
                      const TaskFields& before, const Task& after, std::int64_t seq,
                      const char* what) {
  std::string changes = after.deleted ? "" : changes_text(before, after.fields);
  scope.outcome.effects.push_back({seq, after.id, operation.intent, what, std::move(changes)});
  return append_effects(scope.database, scope.context.account, scope.outcome.effects.back());
}

OpResult applied(const OperationScope& scope, const WireOperation& operation, const Task& row) {
  scope.outcome.event(EventKind::operation_applied, operation.intent, row.version,
                      name_of(operation.kind));
  OpResult result;
  result.op_id = operation.op_id;
  result.task = row.id;
  result.version = row.version;
  return result;
}

// As it is to be stored, at the account's next version.
StampedTask stamped_row(const OperationScope& scope, RowChange& change) {
  StampedTask row{std::move(change.after), {}};
  if (change.before != nullptr) row.stamps = change.before->stamps;
  row.task.version = scope.counter.seq() + 1;
  FieldStamp stamp{row.task.version, std::string(scope.device), change.hlc, change.wall_ms};
  row.stamps.set(change.written & ~change.blended, stamp);
  stamp.device.clear();  // no device has seen what has come of both
  row.stamps.set(change.blended, stamp);
  return row;
}

// What follows a written row: the counters, the effects, and work that is due later.
Result<OpResult> finish(const OperationScope& scope, const WireOperation& operation,
                        const RowChange& change, const Task& row) {
  const bool was_open = change.before != nullptr && is_open(change.before->task);
  scope.counter.next(
      scope.context.policies.idempotency->open_count_change(operation, was_open, is_open(row)));
  SRL_ASSERT(row.version == scope.counter.seq(), "a row's version is the number of its change");
  static const TaskFields kNone;
  const TaskFields& before = change.before != nullptr ? change.before->task.fields : kNone;
  SRL_TRY(record_effects(scope, operation, before, row, row.version, change.what));
  SRL_TRY(update_jobs(scope, change.before != nullptr ? &change.before->task : nullptr, row,
                      operation.intent));
  return applied(scope, operation, row);
}

}  // namespace

Result<std::optional<OpResult>> create_row(const OperationScope& scope,
                                           const WireOperation& operation, RowChange change) {
  const StampedTask row = stamped_row(scope, change);
  const Result<bool> inserted = insert_task(scope.database, scope.context.account, row);
  if (!inserted.ok()) return inserted.error();
  if (!*inserted) return std::optional<OpResult>();
  Result<OpResult> result = finish(scope, operation, change, row.task);
  if (!result.ok()) return result.error();
  return std::optional<OpResult>(*result);
}

Result<OpResult> write_row(const OperationScope& scope, const WireOperation& operation,
                           RowChange change) {
  const StampedTask row = stamped_row(scope, change);
  SRL_TRY(update_task(scope.database, scope.context.account, row));
  return finish(scope, operation, change, row.task);
}

Result<OpResult> write_nothing(const OperationScope& scope, const WireOperation& operation,
                               const Task& row, const char* what) {
  SRL_TRY(record_effects(scope, operation, row.fields, row, scope.counter.next(0), what));
  return applied(scope, operation, row);
}

}  // namespace srl
