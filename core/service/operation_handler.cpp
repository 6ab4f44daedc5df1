// SPDX-License-Identifier: MIT
#include "service/operation_handler.h"

#include <optional>

#include "base/limits.h"
#include "service/conflict_handler.h"
#include "service/row_writer.h"

namespace srl {
namespace {

// Where an operation is wrong that was refused with this code, and what stands there.
std::string_view place_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found: return "/id: no task has this id, or it has not arrived yet";
    case ErrorCode::task_deleted: return "/id: the task was deleted";
    case ErrorCode::key_reused: return "/op_id: it was used for another operation";
    case ErrorCode::stale_write: return "/base_version: the task has changed since";
    case ErrorCode::conflict_closed: return "/conflict: it has been decided already";
    case ErrorCode::predecessor_failed: return "/id: an earlier operation on it was refused";
    default: return "";
  }
}

// The author may have seen a row that is older than these rules. So only the form of `base` is
// checked, and its sets are not.
Status check_base(const TaskPatch& base, TaskField& wrong) {
  constexpr std::uint32_t kSets = fields_with(MergeRule::set);
  for (int i = 0; i < kTaskFieldCount; ++i) {
    wrong = static_cast<TaskField>(i);
    const bool is_checked = base.has(wrong) && (kSets & field_bit(wrong)) == 0;
    if (is_checked) SRL_TRY(validate_field(base.values, wrong));
  }
  return {};
}

Status check_decision(const WireOperation& operation) {
  const bool writes = operation.resolution == Resolution::write_values;
  const bool may_write = writes || operation.resolution == Resolution::restore_task;
  if (writes && operation.patch.empty()) {
    return make_error(ErrorCode::bad_value,
                      "/fields: is missing, which values does the decision write?");
  }
  if (!may_write && !operation.patch.empty()) {
    return make_error(ErrorCode::bad_value,
                      "/fields: this resolution writes no values, leave them out");
  }
  return {};
}

// What stands against the operation whatever the rows are. The error's detail begins with the
// place.
Status check_form(const WireOperation& operation) {
  const auto at = [](std::string_view member, TaskField field, const Error& error) {
    std::string place(member);
    place.append("/").append(field_name(field)).append(": ").append(error.detail);
    return make_error(error.code, std::move(place));
  };
  std::optional<TaskField> wrong;
  if (const Status patch = validate(operation.patch, &wrong); !patch.ok()) {
    return at("/fields", *wrong, patch.error());
  }
  if (operation.kind == OpKind::create_task && !operation.patch.has(TaskField::title)) {
    return make_error(ErrorCode::bad_value, "/fields/title: is missing, a task needs a title");
  }
  if (operation.kind == OpKind::resolve_conflict) SRL_TRY(check_decision(operation));
  TaskField wrong_base{};
  const Status base = check_base(operation.base, wrong_base);
  return base.ok() ? Status() : at("/base", wrong_base, base.error());
}

// Only a refusal that no later operation makes wrong is remembered: a task that is not there yet
// may come, and what is wrong with the operation by itself is seen again without a ledger.
bool is_for_ever(const OpResult& result) {
  return result.status != OpStatus::rejected || result.code == ErrorCode::task_deleted ||
         result.code == ErrorCode::stale_write || result.code == ErrorCode::conflict_closed;
}

}  // namespace

OpResult rejection(const WireOperation& operation, ErrorCode code, std::string detail) {
  OpResult result;
  result.op_id = operation.op_id;
  result.status = OpStatus::rejected;
  result.code = code;
  result.task = operation.task.value_or(TaskId{});
  result.detail = detail.empty() ? std::string(place_of(code)) : std::move(detail);
  return result;
}

Result<OpResult> OperationHandler::handle(const WireOperation& operation) {
  if (operation.flaw.code != ErrorCode::none) {
    return refuse(operation, operation.flaw.code, operation.flaw.detail);
  }
  Result<std::optional<OpResult>> before = answered(operation);
  if (!before.ok()) return before.error();
  if (before->has_value()) return **before;
  note_clock(operation);
  return perform(operation);
}

Result<std::optional<OpResult>> OperationHandler::answered(const WireOperation& operation) {
  Result<std::optional<OpResult>> answer = scope_.context.policies.idempotency->admit(
      scope_.database, scope_.context.account, operation);
  if (!answer.ok() || !answer->has_value()) return answer;
  OpResult& result = **answer;
  if (result.status == OpStatus::rejected) result.detail = place_of(result.code);
  scope_.outcome.count(Metric::idempotency_hits, result.replayed ? "replayed" : "mismatch");
  scope_.outcome.event(
      result.replayed ? EventKind::operation_replayed : EventKind::operation_refused,
      operation.intent, result.version, name_of(operation.kind));
  return answer;
}

// A wall clock orders nothing here, but under other rules it would: a person should know.
void OperationHandler::note_clock(const WireOperation& operation) {
  const DurationMs ahead_ms = operation.wall_ms - scope_.context.now_ms;
  if (ahead_ms <= kClockToleranceMs) return;
  scope_.outcome.count(Metric::clock_ahead_ops);
  scope_.outcome.event(EventKind::clock_ahead, operation.intent, ahead_ms, "");
}

Result<OpResult> OperationHandler::perform(const WireOperation& operation) {
  Result<OpResult> result = apply(operation);
  if (!result.ok() || !is_for_ever(*result)) return result;
  SRL_TRY(scope_.context.policies.idempotency->record(scope_.database, scope_.context.account,
                                                      operation, *result));
  return result;
}

Result<OpResult> OperationHandler::apply(const WireOperation& operation) {
  if (const Status form = check_form(operation); !form.ok()) {
    return refuse(operation, form.error().code, form.error().detail);
  }
  if (operation.kind == OpKind::resolve_conflict) {
    Result<OpResult> result = resolve_conflict(scope_, operation);
    const bool refused = result.ok() && result->status == OpStatus::rejected;
    return refused ? refuse(operation, result->code, result->detail) : result;
  }
  if (operation.kind == OpKind::create_task) {
    Result<std::optional<OpResult>> created = create(operation);
    if (!created.ok()) return created.error();
    if (created->has_value()) return **created;
  }
  if (!operation.task) {
    return refuse(operation, ErrorCode::not_found, "/id: is missing, which task?");
  }
  Result<std::optional<StampedTask>> current =
      read_task(scope_.database, scope_.context.account, *operation.task);
  if (!current.ok()) return current.error();
  if (!current->has_value()) return refuse(operation, ErrorCode::not_found);
  return apply_to(**current, operation);
}

OpResult OperationHandler::refuse(const WireOperation& operation, ErrorCode code,
                                  std::string detail) {
  scope_.outcome.event(EventKind::operation_refused, operation.intent, 0, error_name(code));
  return rejection(operation, code, std::move(detail));
}

// Nothing when the row is there already.
Result<std::optional<OpResult>> OperationHandler::create(const WireOperation& operation) {
  RowChange change;
  change.after.id = operation.task.value_or(TaskId{});
  if (change.after.id.is_nil()) change.after.id = new_id(scope_);
  change.after.created_by = operation.intent;
  operation.patch.apply_to(change.after.fields);
  change.written = kAllFields;
  change.what = kRowCreated;
  change.hlc = scope_.counter.observe(operation.hlc, scope_.context.now_ms);
  change.wall_ms = wall_ms_of(scope_, operation);
  return create_row(scope_, operation, std::move(change));
}

Result<OpResult> OperationHandler::apply_to(const StampedTask& row,
                                            const WireOperation& operation) {
  const bool deletes = operation.kind == OpKind::delete_task;
  const std::uint32_t unseen =
      scope_.has_checked_version
          ? 0
          : row.stamps.unseen(version_seen(scope_, operation), scope_.device);
  const Meeting meeting{row,
                        operation,
                        scope_.device,
                        scope_.counter.observe(operation.hlc, scope_.context.now_ms),
                        wall_ms_of(scope_, operation),
                        unseen};
  if (operation.base_version != 0 && operation.base_version < row.task.version) {
    scope_.outcome.count(Metric::version_mismatches, deletes ? "delete" : "batch");
  }
  const ConflictVerdict verdict = scope_.context.policies.conflict->decide(meeting);
  count(verdict);
  if (verdict.rejection != ErrorCode::none) {
    OpResult result = refuse(operation, verdict.rejection);
    result.version = row.task.version;
    return result;
  }
  if (verdict.whole_row_asked) return record_conflict(scope_, meeting, verdict, row.task);
  if (verdict.changes_nothing) return supersede(row.task, operation);
  return write(meeting, verdict);
}

Result<OpResult> OperationHandler::supersede(const Task& row, const WireOperation& operation) {
  Result<OpResult> result = write_nothing(scope_, operation, row, kRowSuperseded);
  if (result.ok()) result->status = OpStatus::merged;
  return result;
}

// What the verdict lets through, and a conflict about the rest.
Result<OpResult> OperationHandler::write(const Meeting& meeting, const ConflictVerdict& verdict) {
  const WireOperation& operation = meeting.operation;
  const bool deletes = operation.kind == OpKind::delete_task;
  Task now = meeting.row.task;
  OpResult result;
  if (verdict.asked == 0 || !verdict.patch.empty()) {
    RowChange change;
    change.before = &meeting.row;
    change.after = meeting.row.task;
    change.after.deleted = deletes;
    if (!deletes) verdict.patch.apply_to(change.after.fields);
    change.written = deletes ? kAllFields : verdict.patch.present;
    change.blended = verdict.blended;
    change.what = deletes                                 ? kRowDeleted
                  : operation.kind == OpKind::create_task ? kRowCreated
                                                          : kRowUpdated;
    change.hlc = meeting.hlc;
    change.wall_ms = meeting.wall_ms;
    now = change.after;
    Result<OpResult> written = write_row(scope_, operation, std::move(change));
    if (!written.ok()) return written;
    result = *written;
    now.version = result.version;
    const std::uint32_t accepted = operation.patch.present & ~verdict.asked;
    SRL_TRY(update_conflicts(scope_, now.id, deletes ? 0 : accepted, deletes, operation.intent));
  }
  if (verdict.asked != 0) return record_conflict(scope_, meeting, verdict, now);
  if (verdict.merged || verdict.kept != 0) result.status = OpStatus::merged;
  return result;
}

void OperationHandler::count(const ConflictVerdict& verdict) {
  const std::string_view policy = scope_.context.policies.conflict->info().name;
  const auto detected = [&](TaskField field) {
    if (((verdict.kept | verdict.overwritten) & field_bit(field)) == 0) return;
    scope_.outcome.count(Metric::conflicts_detected, field_name(field), policy);
  };
  for_each_field(detected);
  if (verdict.kept != 0) scope_.outcome.count(Metric::conflict_resolutions, policy, "server");
  if (verdict.overwritten != 0) {
    scope_.outcome.count(Metric::conflict_resolutions, policy, "client");
  }
  if (verdict.merged) scope_.outcome.count(Metric::conflict_resolutions, policy, "merged");
}

}  // namespace srl
