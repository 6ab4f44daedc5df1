// SPDX-License-Identifier: MIT
// The wire between a device and the service, as typed values. Hosts that really cross a network
// encode them with json_codec; the simulated network passes them as they are. DESIGN: `intent` is
// trace context, the counterpart of `traceparent`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/enum_names.h"
#include "base/error.h"
#include "base/ids.h"
#include "model/conflict.h"
#include "model/operation.h"
#include "model/task.h"
#include "model/trace_context.h"
#include "protocol/auth_messages.h"

namespace srl {

// A version of a row, and the epoch that has written it: a service that has gone back in time gives
// out the same number again (service/account_history.h).
struct EntityTag {
  std::int64_t version = 0;
  std::string epoch;

  friend bool operator==(const EntityTag&, const EntityTag&) = default;
};

// Which versions of a row a write may replace (RFC 9110 §13.1.1).
struct VersionCondition {
  bool any = false;             // "*": whatever is there
  std::vector<EntityTag> tags;  // of those named; one that is none of ours is left out

  bool holds_for(const EntityTag& tag) const;
};

// What a device writes. Fields that a policy leaves off the wire are empty.
struct WireOperation {
  std::optional<OpId> op_id;   // the idempotency key
  std::optional<TaskId> task;  // none: the service assigns an id to the new row
  std::int64_t client_seq = 0;
  OpKind kind = OpKind::create_task;
  std::int64_t base_version = 0;
  TaskPatch patch;
  TaskPatch base;                           // of an update: what its author saw in those fields
  std::optional<ConflictId> conflict = {};  // of resolve_conflict: which one, and how
  Resolution resolution = Resolution::keep_theirs;
  Hlc hlc = 0;
  TimeMs wall_ms = 0;
  Intent intent = kNoIntent;
  std::optional<TraceContext> trace = {};  // its author's; none: what follows from op_id
  Error flaw =
      {};  // of one that could not be read: what is wrong, and where; no more than its ids is known
};

enum class OpStatus : std::uint8_t { applied, merged, conflict, rejected, blocked };

struct OpResult {
  std::optional<OpId> op_id;
  OpStatus status = OpStatus::applied;
  bool replayed = false;  // the answer of an earlier attempt, given again
  ErrorCode code = ErrorCode::none;
  TaskId task;
  std::int64_t version = 0;           // of the row after the operation
  std::int64_t conflict_version = 0;  // of the conflict that it has led to, or was added to
  std::string detail =
      {};  // of a refusal: where in the push as a JSON pointer, and what is wrong there
};

// POST /v1/sync/push. Whose operations they are, the session says.
//
// `seen`, here and below, is a cursor for the newest state of the account that the device has been
// told of. Where the service has gone back to before it, nothing is done: 410 cursor_reset.
struct PushRequest {
  std::string device_id;  // of a sender who likes to say so; for logs
  std::vector<WireOperation> operations;
  std::string seen = {};  // empty: it has been told nothing, or does not say
};
Error too_many_operations();  // more than kPushOperationsMax
struct PushResponse {
  std::vector<OpResult> results;  // one per operation, in order; as read: those that are understood
  std::int64_t server_seq = 0;    // the account's counter after the push
  std::string cursor = {};        // for that: the device has seen no rows, but was told numbers
  std::string epoch = {};         // of the process that answers
};

// GET /v1/sync/changes?cursor&limit&seen
struct ChangesRequest {
  std::string cursor;  // empty: from the beginning
  std::int64_t limit = 0;
  std::string seen = {};
};
struct ChangesResponse {
  std::vector<Task> changes;  // by version; deleted rows are tombstones
  std::string cursor;
  std::int64_t server_seq = 0;  // the counter that `cursor` stands for
  std::int64_t open_count = 0;
  bool has_more = false;
  Hlc hlc = 0;                           // not before any that is in the rows
  std::vector<Conflict> conflicts = {};  // opened, changed or closed in the same range, by version
  std::string epoch = {};
};

// GET /v1/sync/snapshot?after&limit&seen: every living row by id, then every open conflict by id, a
// page at a time.
struct SnapshotRequest {
  std::string page;  // what the page before said; empty: the first page
  std::int64_t limit = 0;
  std::string seen = {};
};
struct SnapshotResponse {
  std::vector<Task> rows;
  std::string next_page;  // empty: this was the last
  std::string cursor;     // where changes continue after this snapshot
  std::int64_t server_seq = 0;
  std::int64_t open_count = 0;
  Hlc hlc = 0;
  std::vector<Conflict> conflicts = {};  // beside the last rows, and on pages of their own
  std::string epoch = {};
};

// GET /v1/tasks?limit&after: the living rows by id. The naive pull policies read the first page and
// take it for the whole list.
struct ListRequest {
  std::int64_t limit = 0;
  std::string page = {};  // empty: the first page
};
struct ListResponse {
  std::vector<Task> rows;
  std::int64_t server_seq = 0;
  std::int64_t open_count = 0;
  std::string next_page = {};            // empty: this was the last
  std::vector<Conflict> conflicts = {};  // open ones; on the last page, as many as go into one
  Hlc hlc = 0;
};

// GET /v1/sync/ops/{op_id}: the fate of one operation.
struct OpFateRequest {
  OpId op_id;
};
struct OpFateResponse {
  OpResult result;
};

// GET /v1/tasks/{id}
struct TaskRequest {
  TaskId task;
};

// POST /v1/tasks, PATCH and DELETE /v1/tasks/{id}: one write by a program that keeps no copy. The
// operation's id is the Idempotency-Key.
struct TaskWriteRequest {
  WireOperation operation;
  std::optional<VersionCondition> condition;  // If-Match
};
struct TaskResponse {
  Task task;
  bool replayed = false;   // the row as it is now; the status is the first answer's
  std::string epoch = {};  // that has written its version
};

// GET /v1/conflicts?limit&after: those that wait for a person, by id.
struct ConflictsRequest {
  std::int64_t limit = 0;
  std::string page = {};  // empty: the first page
};
struct ConflictsResponse {
  std::vector<Conflict> conflicts;
  std::string next_page;  // empty: this was the last
};

using RequestBody =
    std::variant<PushRequest, ChangesRequest, SnapshotRequest, ListRequest, OpFateRequest,
                 TaskRequest, TaskWriteRequest, CodeRequest, VerifyRequest, GuestRequest,
                 RefreshRequest, LogoutRequest, SessionsRequest, SessionDeleteRequest,
                 ConflictsRequest, JoinCodeRequest>;

struct Request {
  RequestBody body;
  std::string access_token = {};  // Authorization: Bearer …; empty: none
  std::string client =
      {};  // the network address that it came from, where there is one: the host's word
};

// RFC 9457: what an error response says.
struct Problem {
  ErrorCode code = ErrorCode::none;
  std::string detail;
  std::optional<Task> current = {};  // of a failed precondition: the row as it is
  DurationMs retry_after_ms = 0;     // Retry-After; 0: the service doesn't know
  std::string current_epoch = {};    // that has written its version
  // Of cursor_reset, when the service has gone back in time: up to where both tell the same, and a
  // cursor for that.
  std::optional<std::int64_t> common_seq = {};
  std::string cursor = {};
};

using ResponseBody =
    std::variant<Problem, PushResponse, ChangesResponse, SnapshotResponse, ListResponse,
                 OpFateResponse, TaskResponse, CodeResponse, SessionResponse, SessionsResponse,
                 DoneResponse, ConflictsResponse, JoinCodeResponse>;

struct Response {
  int status = 200;
  ResponseBody body;
  // Something on the way has answered, not the service: what it says is no verdict (http_form.h).
  bool is_foreign = false;
};

// Says nothing of the inside: of a failed storage only that it has failed.
Response problem_response(const Error& error);

// "2xx" for 204, as metrics count it.
std::string_view status_class(int status);

// The route's short name, for faults, events and metrics. In the order of RequestBody.
enum class Route : std::uint8_t {
  push,
  changes,
  snapshot,
  list,
  op_fate,
  task,
  task_write,
  code,
  verify,
  guest,
  refresh,
  logout,
  sessions,
  session_delete,
  conflicts,
  join_code
};
Route route_of(const Request& request);

// Of the first operation that it carries, else one of its own.
TraceContext trace_of(const Request& request, std::string_view device_id, std::uint64_t request_id);

}  // namespace srl
