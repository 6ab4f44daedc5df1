// SPDX-License-Identifier: MIT
#include "service/service.h"

#include "service/auth.h"
#include "service/pull.h"
#include "service/push.h"
#include "service/sign_in.h"
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
  Status operator()(const ConflictsRequest& request) const {
    return conflicts(database, context, request, outcome);
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
  Status operator()(const CodeRequest& request) const {
    return send_code(database, context, request, outcome);
  }
  Status operator()(const VerifyRequest& request) const {
    return verify(database, context, request, outcome);
  }
  Status operator()(const GuestRequest& request) const {
    return sign_in_guest(database, context, request, outcome);
  }
  Status operator()(const JoinCodeRequest&) const {
    return send_join_code(database, context, outcome);
  }
  Status operator()(const RefreshRequest& request) const {
    return refresh(database, context, request, outcome);
  }
  Status operator()(const LogoutRequest&) const { return log_out(database, context, outcome); }
  Status operator()(const SessionsRequest&) const {
    return list_sessions(database, context, outcome);
  }
  Status operator()(const SessionDeleteRequest& request) const {
    return end_session(database, context, request, outcome);
  }
};

}  // namespace

bool is_read_only(const Request& request) {
  switch (route_of(request)) {
    case Route::changes:
    case Route::snapshot:
    case Route::list:
    case Route::op_fate:
    case Route::task:
    case Route::conflicts:
    case Route::sessions: return true;
    case Route::push:
    case Route::task_write:
    case Route::code:
    case Route::verify:
    case Route::guest:
    case Route::join_code:
    case Route::refresh:
    case Route::logout:
    case Route::session_delete: break;
  }
  return false;
}

bool needs_session(const Request& request) {
  switch (route_of(request)) {
    case Route::code:
    case Route::verify:
    case Route::guest:
    case Route::refresh: return false;
    default: return true;
  }
}

Result<Outcome> execute(Transaction& transaction, const ServiceContext& host_context,
                        const Request& request) {
  if (!transaction.status().ok()) return transaction.status().error();
  ServiceContext context = host_context;
  if (!request.client.empty()) context.client = request.client;
  Outcome outcome;
  if (needs_session(request)) {
    const Result<bool> known =
        authenticate(transaction.database(), request.access_token, context, outcome);
    if (!known.ok()) return known.error();
    if (!*known) return outcome;
  }
  outcome.account = context.account;
  const Status done = std::visit(Dispatch{transaction.database(), context, outcome}, request.body);
  if (!done.ok()) return done.error();
  return outcome;
}

}  // namespace srl
