// SPDX-License-Identifier: MIT
#include "service/service.h"

#include "service/pull.h"
#include "service/push.h"
#include "service/tasks.h"

namespace srl {
namespace {

// One overload per request: the variant's visitor finds the handler.
struct Dispatch {
  Database& database;
  const ServiceContext& context;
  Outcome& outcome;

  Status operator()(const PushRequest& request) const {
    return push(database, context, request, outcome);
  }
  Status operator()(const ChangesRequest& request) const {
    return changes(database, context, request, outcome);
  }
  Status operator()(const SnapshotRequest& request) const {
    return snapshot(database, context, request, outcome);
  }
  Status operator()(const ListRequest& request) const {
    return list(database, context, request, outcome);
  }
  Status operator()(const OpFateRequest& request) const {
    return op_fate(database, context, request, outcome);
  }
  Status operator()(const TaskRequest& request) const {
    return get_task(database, context, request, outcome);
  }
  Status operator()(const TaskWriteRequest& request) const {
    return write_task(database, context, request, outcome);
  }
  template <class SignIn>
  Status operator()(const SignIn&) const {  // until the service can sign anybody in
    outcome.response = problem_response({ErrorCode::sign_in_not_set_up, ""});
    return {};
  }
};

}  // namespace

bool is_read_only(const Request& request) {
  return !std::holds_alternative<PushRequest>(request.body) &&
         !std::holds_alternative<TaskWriteRequest>(request.body);
}

Result<Outcome> execute(Transaction& transaction, const ServiceContext& context,
                        const Request& request) {
  if (!transaction.status().ok()) return transaction.status().error();
  Outcome outcome;
  const Status done =
      std::visit(Dispatch{transaction.database(), context, outcome}, request.body);
  if (!done.ok()) return done.error();
  return outcome;
}

}  // namespace srl
