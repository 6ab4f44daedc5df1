// SPDX-License-Identifier: MIT
#include "service/push.h"

#include <set>

#include "base/http_status.h"
#include "base/limits.h"
#include "service/history_check.h"
#include "service/operation_handler.h"

namespace srl {
namespace {

// That a task is not there says each operation on it itself: waiting would only send them one by
// one.
bool blocks_what_follows(const OpResult& refused) {
  return refused.code != ErrorCode::not_found && refused.code != ErrorCode::task_deleted;
}

constexpr std::string_view kUnreadable = "unreadable";  // the metric's name for its kind

}  // namespace

Status push(Database& database, const ServiceContext& context, const PushRequest& request,
            Outcome& outcome) {
  if (request.operations.size() > kPushOperationsMax) {
    outcome.response = problem_response(too_many_operations());
    return {};
  }
  Result<AccountCounter> counter = AccountCounter::read(database, context.account);
  if (!counter.ok()) return counter.error();
  if (std::optional<Response> refused = refuse_lost_time(counter->account(), request.seen)) {
    outcome.response = std::move(*refused);
    return {};
  }
  OperationHandler handler({database, context, *counter, outcome, context.device});
  PushResponse reply;
  reply.results.reserve(request.operations.size());
  std::set<TaskId> failed;  // later operations on these tasks wait behind the failed one
  for (const WireOperation& operation : request.operations) {
    const bool is_readable = operation.flaw.code == ErrorCode::none;
    OpResult answer;
    if (is_readable && operation.task && failed.count(*operation.task) != 0) {
      answer = rejection(operation, ErrorCode::predecessor_failed);
      answer.status = OpStatus::blocked;  // never stored: it was not looked at
    } else {
      Result<OpResult> result = handler.handle(operation);
      if (!result.ok()) return result.error();
      answer = std::move(*result);
      // Later ones after a conflict are looked at: they are added to it, or touch other fields.
      const bool is_refused = answer.status == OpStatus::rejected && blocks_what_follows(answer);
      if (is_refused && operation.task) failed.insert(*operation.task);
    }
    // What could not be read says the place in the push; the rest, the place in the operation.
    if (is_readable && !answer.detail.empty()) {
      answer.detail.insert(0, "/ops/" + std::to_string(reply.results.size()));
    }
    outcome.count(Metric::sync_ops, is_readable ? name_of(operation.kind) : kUnreadable,
                  name_of(answer.status));
    reply.results.push_back(std::move(answer));
  }
  outcome.move(Metric::open_tasks, counter->open_change());
  SRL_TRY(counter->write(database, context.epoch));
  reply.server_seq = counter->seq();
  reply.cursor = cursor_at(counter->account(), counter->seq());
  reply.epoch = context.epoch;
  outcome.response = {http::kOk, std::move(reply)};
  return {};
}

}  // namespace srl
