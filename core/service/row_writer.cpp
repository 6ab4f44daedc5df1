// SPDX-License-Identifier: MIT
#include "service/row_writer.h"

#include "service/effect_store.h"

namespace srl {
namespace {

bool is_open(const Task& task) { return !task.deleted && !task.fields.completed; }

Status record_effects(const OperationScope& scope, const WireOperation& operation,
                      const TaskFields& before, const Task& after, std::int64_t seq,
                      const char* what) {
  std::vector<Effect>& effects = scope.outcome.effects;
  const std::size_t first = effects.size();
  effects.push_back({seq, after.id, kRowEffect, "", what, operation.intent});
  for_each_field([&](TaskField field) {
    if (after.deleted || field_equal(before, after.fields, field)) return;
    effects.push_back({seq, after.id, std::string(field_name(field)), field_text(before, field),
                       field_text(after.fields, field), operation.intent});
  });
  return append_effects(scope.database, scope.context.account, std::span(effects).subspan(first));
}

OpResult applied(const OperationScope& scope, const WireOperation& operation, const Task& row) {
  scope.outcome.event(EventKind::operation_applied, operation.intent, row.version,
                      op_kind_name(operation.kind));
  OpResult result;
  result.op_id = operation.op_id;
  result.task = row.id;
  result.version = row.version;
  return result;
}

}  // namespace

Result<OpResult> write_row(const OperationScope& scope, const WireOperation& operation,
                           RowChange change) {
  const bool was_open = change.before != nullptr && is_open(change.before->task);
  const std::int64_t open_change = scope.context.policies.idempotency->open_count_change(
      operation, was_open, is_open(change.after));
  StampedTask row{std::move(change.after), {}};
  if (change.before != nullptr) row.stamps = change.before->stamps;
  row.task.version = scope.counter.next(open_change);
  FieldStamp stamp{row.task.version, std::string(scope.device), change.hlc, change.wall_ms};
  row.stamps.set(change.written & ~change.blended, stamp);
  stamp.device.clear();  // no device has seen what has come of both
  row.stamps.set(change.blended, stamp);
  const AccountId account = scope.context.account;
  SRL_TRY(change.before != nullptr ? update_task(scope.database, account, row)
                                   : insert_task(scope.database, account, row));
  const TaskFields& before = change.before != nullptr ? change.before->task.fields : TaskFields{};
  SRL_TRY(record_effects(scope, operation, before, row.task, row.task.version, change.what));
  return applied(scope, operation, row.task);
}

Result<OpResult> write_nothing(const OperationScope& scope, const WireOperation& operation,
                               const Task& row, const char* what) {
  SRL_TRY(record_effects(scope, operation, row.fields, row, scope.counter.next(0), what));
  return applied(scope, operation, row);
}

}  // namespace srl
