// SPDX-License-Identifier: MIT
#include "protocol/json_codec.h"

#include <cstdint>

#include "base/json_text.h"
#include "base/limits.h"
#include "protocol/auth_json.h"
#include "protocol/conflict_json.h"
#include "protocol/task_json.h"

namespace srl {
namespace {

constexpr std::string_view kTaskEntity = "task";

Result<OpStatus> parse_op_status(std::string_view name) {
  for (int i = 0; i < kCountOf<OpStatus>; ++i) {
    if (name_of(static_cast<OpStatus>(i)) == name) return static_cast<OpStatus>(i);
  }
  return make_error(ErrorCode::unknown_name,
                    "a result is applied, merged, conflict, rejected or blocked, not \"" +
                        std::string(name) + "\"");
}

std::int64_t read_count(const JsonReader& reader) { return reader.integer(0, INT64_MAX); }

// A reason that only a newer service knows must not hide the result: the status says what to do,
// the code why.
ErrorCode read_reason(const JsonReader& reader) {
  if (!reader.exists()) return ErrorCode::none;
  const ErrorCode code = error_by_name(reader.text());
  return code == ErrorCode::none ? ErrorCode::bad_request : code;
}

std::vector<Task> read_tasks(const JsonReader& reader) {
  std::vector<Task> tasks;
  reader.for_each([&](const JsonReader& task) { tasks.push_back(read_task(task)); });
  return tasks;
}

// Left out when there are none, as nearly always.
void write_conflicts(JsonWriter& json, const std::vector<Conflict>& conflicts) {
  if (conflicts.empty()) return;
  json.key("conflicts");
  write_list(json, conflicts);
}

std::vector<Conflict> read_conflicts(const JsonReader& reader) {
  std::vector<Conflict> conflicts;
  if (!reader.exists()) return conflicts;
  reader.for_each(
      [&](const JsonReader& conflict) { conflicts.push_back(read_conflict(conflict)); });
  return conflicts;
}

// As text: JavaScript would change a number of more than 53 bits.
void write_hlc(JsonWriter& json, Hlc hlc) { json.member("hlc", std::to_string(hlc)); }
Hlc read_hlc(const JsonReader& reader) { return reader.wide_integer_or(0, 0, INT64_MAX); }

void write_next(JsonWriter& json, const std::string& next_page) {
  json.key("next");
  if (next_page.empty()) {
    json.null();
  } else {
    json.value(next_page);
  }
}

// One overload pair per body; std::visit and read_response_body choose. Those of sessions stand in
// auth_json.h.
void write_json(JsonWriter& json, const Problem&) { json.null(); }       // no success: problem.h
void write_json(JsonWriter& json, const DoneResponse&) { json.null(); }  // 204 has no body

void write_json(JsonWriter& json, const PushResponse& body) {
  json.begin_object();
  if (!body.cursor.empty()) json.member("cursor", body.cursor);
  if (!body.epoch.empty()) json.member("epoch", body.epoch);
  json.key("results");
  write_list(json, body.results);
  json.member("server_seq", body.server_seq);
  json.end_object();
}

void write_json(JsonWriter& json, const ChangesResponse& body) {
  json.begin_object();
  json.key("changes");
  write_list(json, body.changes);
  write_conflicts(json, body.conflicts);
  json.member("cursor", body.cursor);
  if (!body.epoch.empty()) json.member("epoch", body.epoch);
  json.member("has_more", body.has_more);
  write_hlc(json, body.hlc);
  json.member("open_count", body.open_count);
  json.member("server_seq", body.server_seq);
  json.end_object();
}

void write_json(JsonWriter& json, const SnapshotResponse& body) {
  json.begin_object();
  write_conflicts(json, body.conflicts);
  json.member("cursor", body.cursor);
  if (!body.epoch.empty()) json.member("epoch", body.epoch);
  write_hlc(json, body.hlc);
  if (!body.next_page.empty()) json.member("next_page", body.next_page);
  json.member("open_count", body.open_count);
  json.key("rows");
  write_list(json, body.rows);
  json.member("server_seq", body.server_seq);
  json.end_object();
}

void write_json(JsonWriter& json, const ListResponse& body) {
  json.begin_object();
  write_conflicts(json, body.conflicts);
  write_hlc(json, body.hlc);
  write_next(json, body.next_page);
  json.member("open_count", body.open_count);
  json.member("server_seq", body.server_seq);
  json.key("tasks");
  write_list(json, body.rows);
  json.end_object();
}

void write_json(JsonWriter& json, const ConflictsResponse& body) {
  json.begin_object();
  json.key("conflicts");
  write_list(json, body.conflicts);
  write_next(json, body.next_page);
  json.end_object();
}

void write_json(JsonWriter& json, const TaskResponse& body) { write_json(json, body.task); }
void write_json(JsonWriter& json, const OpFateResponse& body) { write_json(json, body.result); }

// A result that cannot be understood, for instance a status that only a newer service knows, is
// left out: its operation is as good as unanswered, and the others' results count.
PushResponse read_push_response(const JsonReader& reader) {
  PushResponse body;
  reader["results"].for_each([&](const JsonReader& result) {
    Status understood;
    OpResult read = read_op_result(result.reporting_to(understood));
    if (understood.ok()) body.results.push_back(std::move(read));
  });
  body.server_seq = read_count(reader["server_seq"]);
  body.cursor = reader["cursor"].text_or("");
  body.epoch = reader["epoch"].text_or("");
  return body;
}

ChangesResponse read_changes_response(const JsonReader& reader) {
  ChangesResponse body;
  body.changes = read_tasks(reader["changes"]);
  body.cursor = reader["cursor"].text();
  body.epoch = reader["epoch"].text_or("");
  body.server_seq = read_count(reader["server_seq"]);
  body.open_count = reader["open_count"].integer(INT64_MIN, INT64_MAX);
  body.conflicts = read_conflicts(reader["conflicts"]);
  body.hlc = read_hlc(reader["hlc"]);
  body.has_more = reader["has_more"].boolean();
  return body;
}

SnapshotResponse read_snapshot_response(const JsonReader& reader) {
  SnapshotResponse body;
  body.rows = read_tasks(reader["rows"]);
  body.conflicts = read_conflicts(reader["conflicts"]);
  body.hlc = read_hlc(reader["hlc"]);
  body.next_page = reader["next_page"].text_or("");
  body.cursor = reader["cursor"].text();
  body.epoch = reader["epoch"].text_or("");
  body.server_seq = read_count(reader["server_seq"]);
  body.open_count = reader["open_count"].integer(INT64_MIN, INT64_MAX);
  return body;
}

ListResponse read_list_response(const JsonReader& reader) {
  ListResponse body;
  body.rows = read_tasks(reader["tasks"]);
  body.conflicts = read_conflicts(reader["conflicts"]);
  body.hlc = read_hlc(reader["hlc"]);
  body.next_page = reader["next"].text_or("");
  body.server_seq = read_count(reader["server_seq"]);
  body.open_count = reader["open_count"].integer(INT64_MIN, INT64_MAX);
  return body;
}

ConflictsResponse read_conflicts_response(const JsonReader& reader) {
  ConflictsResponse body;
  reader["conflicts"].for_each(
      [&](const JsonReader& conflict) { body.conflicts.push_back(read_conflict(conflict)); });
  body.next_page = reader["next"].text_or("");
  return body;
}

ResponseBody read_body(Route route, const JsonReader& reader) {
  switch (route) {
    case Route::push: return read_push_response(reader);
    case Route::changes: return read_changes_response(reader);
    case Route::snapshot: return read_snapshot_response(reader);
    case Route::list: return read_list_response(reader);
    case Route::op_fate: return OpFateResponse{read_op_result(reader)};
    case Route::task:
    case Route::task_write: return TaskResponse{read_task(reader)};
    case Route::code: return read_code_response(reader);
    case Route::verify:
    case Route::guest:
    case Route::refresh: return read_session_response(reader);
    case Route::sessions: return read_sessions_response(reader);
    case Route::logout:
    case Route::session_delete: return DoneResponse{};
    case Route::conflicts: return read_conflicts_response(reader);
    case Route::join_code: return read_join_code_response(reader);
  }
  return Problem{};
}

}  // namespace

void write_json(JsonWriter& json, const WireOperation& operation) {
  json.begin_object();
  if (!operation.base.empty()) {
    json.key("base");
    write_json(json, operation.base);
  }
  json.member("base_version", operation.base_version);
  json.member("client_seq", std::to_string(operation.client_seq));  // may be an hlc
  if (operation.conflict) json.member("conflict", *operation.conflict);
  json.member("entity", kTaskEntity);
  json.key("fields");
  write_json(json, operation.patch);
  write_hlc(json, operation.hlc);
  if (operation.task) json.member("id", *operation.task);
  if (operation.intent != kNoIntent) json.member("intent", std::int64_t{operation.intent});
  json.member("kind", name_of(operation.kind));
  if (operation.op_id) json.member("op_id", *operation.op_id);
  if (operation.conflict) json.member("resolution", name_of(operation.resolution));
  if (operation.op_id) {
    json.member("traceparent",
                format_traceparent(operation.trace.value_or(trace_of_operation(*operation.op_id))));
  }
  json.member("wall_ms", operation.wall_ms);
  json.end_object();
}

namespace {

// Names, numbers and ids of an operation with all of its members but the fields, which stand on
// both sides.
constexpr std::size_t kOperationMembersBytesMax = 238;
constexpr std::size_t kNumberBytesMax = 28;  // with what stands around it
constexpr std::size_t kFieldFramesBytesMax = [] {
  std::size_t bytes = 0;
  for (const TaskFieldInfo& field : kTaskFields) bytes += field.name.size() + kNumberBytesMax;
  return bytes;
}();
constexpr std::size_t kOperationFrameBytesMax =
    kOperationMembersBytesMax + 2 * kFieldFramesBytesMax;

// What a value needs beside its frame.
std::size_t text_bytes(const std::string& value) { return json_string_bytes(value); }
std::size_t text_bytes(const std::vector<std::string>& value) {
  std::size_t bytes = 0;
  for (const std::string& tag : value) bytes += json_string_bytes(tag) + 1;
  return bytes;
}
template <class Number>
std::size_t text_bytes(Number) {
  return 0;
}

std::size_t text_bytes_of(const TaskPatch& patch) {
  std::size_t bytes = 0;
  for_each_field([&](TaskField field) {
    if (!patch.has(field)) return;
    bytes += visit_field(field, [&](auto member) { return text_bytes(patch.values.*member); });
  });
  return bytes;
}

}  // namespace

std::size_t bytes_at_most(const WireOperation& operation) {
  return kOperationFrameBytesMax + text_bytes_of(operation.patch) + text_bytes_of(operation.base);
}

std::int64_t bytes_at_most(const PushRequest& push) {
  std::size_t bytes = kPushFrameBytesMax;
  for (const WireOperation& operation : push.operations) bytes += bytes_at_most(operation);
  return static_cast<std::int64_t>(bytes);
}

WireOperation read_operation(const JsonReader& reader) {
  WireOperation operation;
  const JsonReader op_id = reader["op_id"];
  const JsonReader task = reader["id"];
  const JsonReader fields = reader["fields"];
  // Without one a repeat could not be told from a second operation.
  if (op_id.exists()) {
    operation.op_id = op_id.uuid();
  } else {
    op_id.fail(ErrorCode::op_id_missing,
               "send a UUID of your own, and the same one with every repeat");
  }
  if (task.exists()) operation.task = task.uuid();
  if (operation.task && operation.task->is_nil()) {
    task.fail(ErrorCode::bad_value, "is the nil UUID, give the task one of its own");
  }
  if (reader["entity"].text() != kTaskEntity) {
    reader["entity"].fail(ErrorCode::unknown_name, "the only entity is \"task\"");
  }
  operation.kind = reader["kind"].name(parse_op_kind);
  operation.client_seq = reader["client_seq"].wide_integer(0, INT64_MAX);
  operation.base_version = reader["base_version"].integer_or(0, 0, INT64_MAX);
  if (fields.exists()) operation.patch = read_patch(fields);
  if (reader["base"].exists()) operation.base = read_patch(reader["base"]);
  if (reader["conflict"].exists()) operation.conflict = reader["conflict"].uuid();
  if (operation.kind == OpKind::resolve_conflict) {
    if (!operation.conflict) {
      reader["conflict"].fail(ErrorCode::bad_value, "which conflict is resolved?");
    }
    operation.resolution = reader["resolution"].name(parse_resolution);
  }
  operation.hlc = read_hlc(reader["hlc"]);
  operation.wall_ms = reader["wall_ms"].integer_or(0, -kLatestTimeMs, kLatestTimeMs);
  operation.intent = static_cast<Intent>(reader["intent"].integer_or(kNoIntent, 0, UINT32_MAX));
  operation.trace = parse_traceparent(reader["traceparent"].text_if_any());
  return operation;
}

void write_json(JsonWriter& json, const OpResult& result) {
  json.begin_object();
  if (result.code != ErrorCode::none) json.member("code", error_name(result.code));
  if (result.conflict_version != 0) json.member("conflict_version", result.conflict_version);
  if (!result.detail.empty()) json.member("detail", result.detail);
  if (!result.task.is_nil()) json.member("id", result.task);
  if (result.op_id) json.member("op_id", *result.op_id);
  if (result.replayed) json.member("replayed", true);
  json.member("status", name_of(result.status));
  json.member("version", result.version);
  json.end_object();
}

OpResult read_op_result(const JsonReader& reader) {
  OpResult result;
  if (reader["op_id"].exists()) result.op_id = reader["op_id"].uuid();
  result.status = reader["status"].name(parse_op_status);
  result.replayed = reader["replayed"].boolean_or(false);
  result.code = read_reason(reader["code"]);
  result.detail = reader["detail"].text_if_any();
  if (reader["id"].exists()) result.task = reader["id"].uuid();
  result.version = read_count(reader["version"]);
  result.conflict_version = reader["conflict_version"].integer_or(0, 0, INT64_MAX);
  return result;
}

void write_json(JsonWriter& json, const PushRequest& request) {
  json.begin_object();
  json.member("device_id", request.device_id);
  json.key("ops");
  write_list(json, request.operations);
  if (!request.seen.empty()) json.member("seen", request.seen);
  json.end_object();
}

void write_json(JsonWriter& json, const ResponseBody& body) {
  std::visit([&](const auto& one) { write_json(json, one); }, body);
}

Result<ResponseBody> read_response_body(Route route, const JsonDocument& document) {
  Status status;
  ResponseBody body = read_body(route, JsonReader(document, status));
  if (!status.ok()) return status.error();
  return body;
}

}  // namespace srl
