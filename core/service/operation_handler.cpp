// SPDX-License-Identifier: MIT
#include "service/operation_handler.h"

#include <span>

#include "service/effect_store.h"

namespace srl {
namespace {

bool is_open(const std::optional<Task>& task) {
  return task.has_value() && !task->deleted && !task->fields.completed;
}

}  // namespace

OpResult rejection(const WireOperation& operation, ErrorCode code) {
  OpResult result;
  result.op_id = operation.op_id;
  result.status = OpStatus::rejected;
  result.code = code;
  result.task = operation.task.value_or(TaskId{});
  return result;
}

Result<OpResult> OperationHandler::handle(const WireOperation& operation) {
  Result<std::optional<OpResult>> before = answered(operation);
  if (!before.ok()) return before.error();
  if (before->has_value()) return **before;
  return perform(operation);
}

Result<std::optional<OpResult>> OperationHandler::answered(const WireOperation& operation) {
  Result<std::optional<OpResult>> answer =
      context_.policies.idempotency->admit(database_, context_.account, operation);
  if (!answer.ok() || !answer->has_value()) return answer;
  const OpResult& result = **answer;
  outcome_.count(Metric::idempotency_hits, result.replayed ? "replayed" : "mismatch");
  outcome_.event(result.replayed ? EventKind::operation_replayed : EventKind::operation_refused,
                 operation.intent, result.version, op_kind_name(operation.kind));
  return answer;
}

Result<OpResult> OperationHandler::perform(const WireOperation& operation) {
  Result<OpResult> result = apply(operation);
  if (!result.ok()) return result;
  SRL_TRY(context_.policies.idempotency->record(database_, context_.account, operation, *result));
  return result;
}

Result<OpResult> OperationHandler::apply(const WireOperation& operation) {
  if (!validate(operation.patch).ok()) return rejection(operation, ErrorCode::bad_value);
  std::optional<Task> current;
  if (operation.task) {
    Result<std::optional<Task>> read =
        read_task(database_, context_.account, *operation.task);
    if (!read.ok()) return read.error();
    current = std::move(read.value());
  }
  if (current) return apply_to(*current, operation);
  if (operation.kind == OpKind::create_task) return create(operation);
  outcome_.event(EventKind::operation_refused, operation.intent, 0, "not found");
  return rejection(operation, ErrorCode::not_found);
}

Result<OpResult> OperationHandler::create(const WireOperation& operation) {
  Task task;
  task.id = operation.task.value_or(TaskId{});
  if (task.id.is_nil()) task.id = new_id();
  task.created_by = operation.intent;
  operation.patch.apply_to(task.fields);
  return store(operation, std::nullopt, std::move(task), kRowCreated);
}

Result<OpResult> OperationHandler::apply_to(const Task& current, const WireOperation& operation) {
  if (operation.base_version != 0 && operation.base_version < current.version) {
    outcome_.count(Metric::version_mismatches,
                   operation.kind == OpKind::delete_task ? "delete" : "batch");
  }
  const ConflictPolicy::Verdict verdict = context_.policies.conflict->decide(current, operation);
  if (verdict.rejected) {
    outcome_.event(EventKind::operation_refused, operation.intent, current.version,
                   error_name(verdict.code));
    OpResult result = rejection(operation, verdict.code);
    result.version = current.version;
    return result;
  }
  Task task = current;
  if (operation.kind == OpKind::delete_task) {
    task.fields = TaskFields{};  // a tombstone says that the row is gone, not what it was
    task.deleted = true;
    return store(operation, current, std::move(task), kRowDeleted);
  }
  verdict.patch.apply_to(task.fields);
  const bool creates = operation.kind == OpKind::create_task;
  return store(operation, current, std::move(task), creates ? kRowCreated : kRowUpdated);
}

Result<OpResult> OperationHandler::store(const WireOperation& operation,
                                         const std::optional<Task>& before, Task after,
                                         const char* what) {
  const bool now_open = !after.deleted && !after.fields.completed;
  const std::int64_t open_change = context_.policies.idempotency->open_count_change(
      operation, is_open(before), now_open);
  after.version = counter_.next(open_change);
  const Status written = before ? update_task(database_, context_.account, after)
                                : insert_task(database_, context_.account, after);
  if (!written.ok()) return written.error();
  SRL_TRY(record_effects(operation, before, after, what));
  outcome_.event(EventKind::operation_applied, operation.intent, after.version,
                 op_kind_name(operation.kind));
  OpResult result;
  result.op_id = operation.op_id;
  result.task = after.id;
  result.version = after.version;
  return result;
}

Status OperationHandler::record_effects(const WireOperation& operation,
                                        const std::optional<Task>& before, const Task& after,
                                        const char* what) {
  std::vector<Effect>& effects = outcome_.effects;
  const std::size_t first = effects.size();
  effects.push_back({after.version, after.id, kRowEffect, "", what, operation.intent});
  const TaskFields blank;
  const TaskFields& old_fields = before ? before->fields : blank;
  for_each_field([&](TaskField field) {
    if (after.deleted || field_equal(old_fields, after.fields, field)) return;
    effects.push_back({after.version, after.id, std::string(field_name(field)),
                       field_text(old_fields, field), field_text(after.fields, field),
                       operation.intent});
  });
  return append_effects(database_, context_.account, std::span(effects).subspan(first));
}

TaskId OperationHandler::new_id() {
  const std::uint64_t random_a = context_.random.next(RandomPurpose::identifier);
  const std::uint64_t random_b = context_.random.next(RandomPurpose::identifier);
  return make_uuid_v7(context_.now_ms, random_a, random_b);
}

}  // namespace srl
