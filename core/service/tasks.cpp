// SPDX-License-Identifier: MIT
#include "service/tasks.h"

#include "base/http_status.h"
#include "service/history_check.h"
#include "service/operation_handler.h"

namespace srl {
namespace {

constexpr std::string_view kNoDevice = "";  // the condition on the version takes its place

Response no_such_task() {
  return problem_response(make_error(ErrorCode::not_found, "no task has this id"));
}

Response task_is_deleted() {
  return problem_response(make_error(ErrorCode::task_deleted, "a deleted task stays deleted"));
}

int status_of(OpKind kind) {
  switch (kind) {
    case OpKind::create_task: return http::kCreated;
    case OpKind::update_task: return http::kOk;
    case OpKind::delete_task:
    case OpKind::resolve_conflict: break;
  }
  return http::kNoContent;
}

// What stands against the write: a problem, or nothing.
Result<std::optional<Response>> objection(Database& database, const ServiceContext& context,
                                          const Account& account, const TaskWriteRequest& request) {
  if (!request.condition) return std::optional<Response>();
  Result<std::optional<StampedTask>> row =
      read_task(database, context.account, request.operation.task.value_or(TaskId{}));
  if (!row.ok()) return row.error();
  if (!row->has_value()) return std::optional<Response>(no_such_task());
  const Task& current = (**row).task;
  if (current.deleted) return std::optional<Response>(task_is_deleted());
  std::string epoch = epoch_of(account, current.version);
  if (request.condition->holds_for({current.version, epoch})) return std::optional<Response>();
  Response response = problem_response(
      make_error(ErrorCode::precondition_failed, "look at what it is now, and decide again"));
  auto& problem = std::get<Problem>(response.body);
  problem.current = current;
  problem.current_epoch = std::move(epoch);
  return std::optional<Response>(std::move(response));
}

Result<Response> response_to(Database& database, const ServiceContext& context,
                             const Account& account, OpKind kind, const OpResult& result) {
  if (result.status == OpStatus::rejected) {
    return problem_response(make_error(result.code, "the operation was refused"));
  }
  Result<std::optional<StampedTask>> row = read_task(database, context.account, result.task);
  if (!row.ok()) return row.error();
  if (!row->has_value()) {
    return make_error(ErrorCode::storage_corrupt, "the row of an applied operation is missing");
  }
  std::string epoch = epoch_of(account, (**row).task.version);
  return Response{status_of(kind),
                  TaskResponse{std::move((**row).task), result.replayed, std::move(epoch)}};
}

}  // namespace

Status get_task(Database& database, const ServiceContext& context, const TaskRequest& request,
                Outcome& outcome) {
  Result<std::optional<StampedTask>> row = read_task(database, context.account, request.task);
  if (!row.ok()) return row.error();
  if (!row->has_value()) {
    outcome.response = no_such_task();
  } else if ((**row).task.deleted) {
    outcome.response = task_is_deleted();
  } else {
    const Result<Account> account = read_account(database, context.account);
    if (!account.ok()) return account.error();
    std::string epoch = epoch_of(*account, (**row).task.version);
    outcome.response = {http::kOk, TaskResponse{std::move((**row).task), false, std::move(epoch)}};
  }
  return {};
}

Status write_task(Database& database, const ServiceContext& context,
                  const TaskWriteRequest& request, Outcome& outcome) {
  Result<AccountCounter> counter = AccountCounter::read(database, context.account);
  if (!counter.ok()) return counter.error();
  OperationHandler handler({database, context, *counter, outcome, kNoDevice, true});
  Result<std::optional<OpResult>> answer = handler.answered(request.operation);
  if (!answer.ok()) return answer.error();
  if (!answer->has_value()) {
    Result<std::optional<Response>> refused =
        objection(database, context, counter->account(), request);
    if (!refused.ok()) return refused.error();
    if (refused->has_value()) {
      const auto& problem = std::get<Problem>((**refused).body);
      if (problem.current) outcome.count(Metric::version_mismatches, "if_match");
      outcome.response = std::move(**refused);
      return {};
    }
    Result<OpResult> result = handler.perform(request.operation);
    if (!result.ok()) return result.error();
    answer->emplace(result.value());
  }
  outcome.move(Metric::open_tasks, counter->open_change());
  SRL_TRY(counter->write(database, context.epoch));
  outcome.count(Metric::sync_ops, name_of(request.operation.kind), name_of((**answer).status));
  Result<Response> response =
      response_to(database, context, counter->account(), request.operation.kind, **answer);
  if (!response.ok()) return response.error();
  outcome.response = std::move(response.value());
  return {};
}

}  // namespace srl
