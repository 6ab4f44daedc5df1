// SPDX-License-Identifier: MIT
#include "service/push.h"

#include <set>

#include "base/limits.h"
#include "service/operation_handler.h"

namespace srl {

Status push(Database& database, const ServiceContext& context, const PushRequest& request,
            Outcome& outcome) {
  if (request.operations.size() > kPushOperationsMax) {
    outcome.response = problem_response(
        make_error(ErrorCode::too_large, "a push has at most " +
                                             std::to_string(kPushOperationsMax) + " operations"));
    return {};
  }
  Result<AccountCounter> counter = AccountCounter::read(database, context.account);
  if (!counter.ok()) return counter.error();
  OperationHandler handler(database, context, *counter, outcome);
  PushResponse reply;
  reply.results.reserve(request.operations.size());
  std::set<TaskId> failed;  // later operations on these tasks wait behind the failed one
  for (const WireOperation& operation : request.operations) {
    if (operation.task && failed.count(*operation.task) != 0) {
      OpResult blocked = rejection(operation, ErrorCode::predecessor_failed);
      blocked.status = OpStatus::blocked;  // never stored: it was not looked at
      reply.results.push_back(blocked);
    } else {
      Result<OpResult> result = handler.handle(operation);
      if (!result.ok()) return result.error();
      if (result->status == OpStatus::rejected && operation.task) failed.insert(*operation.task);
      reply.results.push_back(result.value());
    }
    outcome.count(Metric::sync_ops, op_kind_name(operation.kind),
                  op_status_name(reply.results.back().status));
  }
  outcome.move(Metric::open_tasks, counter->open_change());
  SRL_TRY(counter->write(database));
  reply.server_seq = counter->seq();
  outcome.response = {200, std::move(reply)};
  return {};
}

}  // namespace srl
