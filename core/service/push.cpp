// SPDX-License-Identifier: MIT
#include "service/push.h"

#include <set>

#include "service/task_store.h"

namespace srl {
namespace {

bool is_open(const std::optional<Task>& task) {
  return task.has_value() && !task->deleted && !task->fields.completed;
}

OpResult rejection(const WireOperation& operation, ErrorCode code) {
  OpResult result;
  result.op_id = operation.op_id;
  result.status = OpStatus::rejected;
  result.code = code;
  result.task = operation.task.value_or(TaskId{});
  return result;
}

// The work on one operation of a push.
class OperationHandler {
 public:
  OperationHandler(Database& database, const ServiceContext& context, Outcome& outcome)
      : database_(database), context_(context), outcome_(outcome) {}

  Result<OpResult> handle(const WireOperation& operation) {
    const IdempotencyPolicy& idempotency = *context_.policies.idempotency;
    Result<std::optional<OpResult>> answered =
        idempotency.admit(database_, context_.account, operation);
    if (!answered.ok()) return answered.error();
    if (answered->has_value()) return tell_answered(operation, **answered);

    Result<OpResult> result = apply(operation);
    if (!result.ok()) return result;
    if (Status recorded = idempotency.record(database_, context_.account, operation, *result);
        !recorded.ok()) {
      return recorded.error();
    }
    return result;
  }

 private:
  OpResult tell_answered(const WireOperation& operation, const OpResult& result) {
    outcome_.count(Metric::idempotency_hits, result.replayed ? "replayed" : "mismatch");
    outcome_.event(result.replayed ? EventKind::operation_replayed : EventKind::operation_refused,
                   operation.intent, result.version, op_kind_name(operation.kind));
    return result;
  }

  Result<OpResult> apply(const WireOperation& operation) {
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

  Result<OpResult> create(const WireOperation& operation) {
    Task task;
    task.id = operation.task.value_or(TaskId{});
    if (task.id.is_nil()) task.id = new_id();
    task.created_by = operation.intent;
    operation.patch.apply_to(task.fields);
    return store(operation, std::nullopt, std::move(task), kRowCreated);
  }

  Result<OpResult> apply_to(const Task& current, const WireOperation& operation) {
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

  Result<OpResult> store(const WireOperation& operation, const std::optional<Task>& before,
                         Task after, const char* what) {
    const bool now_open = !after.deleted && !after.fields.completed;
    const std::int64_t open_change = context_.policies.idempotency->open_count_change(
        operation, is_open(before), now_open);
    Result<std::int64_t> seq = next_seq(database_, context_.account, open_change);
    if (!seq.ok()) return seq.error();
    after.version = seq.value();
    const Status written = before ? update_task(database_, context_.account, after)
                                  : insert_task(database_, context_.account, after);
    if (!written.ok()) return written.error();
    if (Status recorded = record_effects(operation, before, after, what); !recorded.ok()) {
      return recorded.error();
    }
    outcome_.event(EventKind::operation_applied, operation.intent, after.version,
                   op_kind_name(operation.kind));
    OpResult result;
    result.op_id = operation.op_id;
    result.task = after.id;
    result.version = after.version;
    return result;
  }

  Status record_effects(const WireOperation& operation, const std::optional<Task>& before,
                        const Task& after, const char* what) {
    const auto record = [&](std::string_view field, std::string old_value,
                            std::string new_value) -> Status {
      Effect effect{after.version,        after.id,
                    std::string(field),   std::move(old_value),
                    std::move(new_value), operation.intent};
      SRL_TRY(append_effect(database_, context_.account, effect));
      outcome_.effects.push_back(std::move(effect));
      return {};
    };
    SRL_TRY(record(kRowEffect, "", what));
    if (after.deleted) return {};
    const TaskFields blank;
    const TaskFields& old_fields = before ? before->fields : blank;
    for (int i = 0; i < kTaskFieldCount; ++i) {
      const auto field = static_cast<TaskField>(i);
      if (field_equal(old_fields, after.fields, field)) continue;
      SRL_TRY(record(field_name(field), field_text(old_fields, field),
                     field_text(after.fields, field)));
    }
    return {};
  }

  TaskId new_id() {
    const std::uint64_t random_a = context_.random.next(RandomPurpose::identifier);
    const std::uint64_t random_b = context_.random.next(RandomPurpose::identifier);
    return make_uuid_v7(context_.now_ms, random_a, random_b);
  }

  Database& database_;
  const ServiceContext& context_;
  Outcome& outcome_;
};

}  // namespace

Status push(Database& database, const ServiceContext& context, const PushRequest& request,
            Outcome& outcome) {
  OperationHandler handler(database, context, outcome);
  PushResponse reply;
  reply.results.reserve(request.operations.size());
  std::set<TaskId> failed;  // later operations on these tasks wait behind the failed one
  for (const WireOperation& operation : request.operations) {
    if (operation.task && failed.count(*operation.task) != 0) {
      OpResult blocked = rejection(operation, ErrorCode::predecessor_failed);
      blocked.status = OpStatus::blocked;  // never stored: it was not looked at
      reply.results.push_back(blocked);
    } else {
      SRL_TRY(database.savepoint());
      Result<OpResult> result = handler.handle(operation);
      if (!result.ok()) return result.error();
      SRL_TRY(database.release_savepoint());
      if (result->status == OpStatus::rejected && operation.task) failed.insert(*operation.task);
      reply.results.push_back(result.value());
    }
    outcome.count(Metric::sync_ops, op_kind_name(operation.kind),
                  op_status_name(reply.results.back().status));
  }
  Result<Account> account = read_account(database, context.account);
  if (!account.ok()) return account.error();
  reply.server_seq = account->seq;
  outcome.response = {200, std::move(reply)};
  return {};
}

}  // namespace srl
