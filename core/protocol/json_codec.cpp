// SPDX-License-Identifier: MIT
#include "protocol/json_codec.h"

#include <cstdint>

#include "base/limits.h"
#include "protocol/auth_json.h"
#include "protocol/conflict_json.h"
#include "protocol/task_json.h"

namespace srl {
namespace {

constexpr std::string_view kTaskEntity = "task";
constexpr std::size_t kOpResultMembersMax = 7;

Result<OpStatus> parse_op_status(std::string_view name) {
  for (int i = 0; i < kOpStatusCount; ++i) {
    if (op_status_name(static_cast<OpStatus>(i)) == name) return static_cast<OpStatus>(i);
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

// Long lists are moved into their object: an initializer list would copy them.
Json tasks_json(const std::vector<Task>& tasks) {
  Json::Array list;
  list.reserve(tasks.size());
  for (const Task& task : tasks) list.push_back(to_json(task));
  return list;
}

std::vector<Task> read_tasks(const JsonReader& reader) {
  std::vector<Task> tasks;
  reader.for_each([&](const JsonReader& task) { tasks.push_back(read_task(task)); });
  return tasks;
}

// Left out when there are none, as nearly always.
void put_conflicts(Json::Object& members, const std::vector<Conflict>& conflicts) {
  if (conflicts.empty()) return;
  Json::Array list;
  list.reserve(conflicts.size());
  for (const Conflict& conflict : conflicts) list.push_back(to_json(conflict));
  members.emplace("conflicts", std::move(list));
}

std::vector<Conflict> read_conflicts(const JsonReader& reader) {
  std::vector<Conflict> conflicts;
  if (!reader.exists()) return conflicts;
  reader.for_each(
      [&](const JsonReader& conflict) { conflicts.push_back(read_conflict(conflict)); });
  return conflicts;
}

Hlc read_hlc(const JsonReader& reader) { return reader.integer_or(0, 0, INT64_MAX); }

// One overload pair per body; std::visit and read_response_body choose.
Json body_json(const Problem&) { return {}; }  // not a successful response: problem.h

Json body_json(const PushResponse& body) {
  Json::Array results;
  results.reserve(body.results.size());
  for (const OpResult& result : body.results) results.push_back(to_json(result));
  Json::Object members{{"server_seq", body.server_seq}};
  members.emplace("results", std::move(results));
  return members;
}

Json body_json(const ChangesResponse& body) {
  Json::Object members{{"cursor", body.cursor},
                       {"server_seq", body.server_seq},
                       {"open_count", body.open_count},
                       {"hlc", body.hlc},
                       {"has_more", body.has_more}};
  members.emplace("changes", tasks_json(body.changes));
  put_conflicts(members, body.conflicts);
  return members;
}

Json body_json(const SnapshotResponse& body) {
  Json::Object members{{"cursor", body.cursor},
                       {"server_seq", body.server_seq},
                       {"open_count", body.open_count},
                       {"hlc", body.hlc}};
  members.emplace("rows", tasks_json(body.rows));
  put_conflicts(members, body.conflicts);
  if (!body.next_page.empty()) members.emplace("next_page", body.next_page);
  return members;
}

Json body_json(const ListResponse& body) {
  Json::Object members{
      {"server_seq", body.server_seq}, {"open_count", body.open_count}, {"hlc", body.hlc}};
  members.emplace("tasks", tasks_json(body.rows));
  put_conflicts(members, body.conflicts);
  members.emplace("next", body.next_page.empty() ? Json() : Json(body.next_page));
  return members;
}

Json body_json(const ConflictsResponse& body) {
  Json::Array list;
  for (const Conflict& conflict : body.conflicts) list.push_back(to_json(conflict));
  Json::Object members;
  members.emplace("conflicts", std::move(list));
  members.emplace("next", body.next_page.empty() ? Json() : Json(body.next_page));
  return members;
}

Json body_json(const TaskResponse& body) { return to_json(body.task); }

Json body_json(const OpFateResponse& body) { return to_json(body.result); }

Json body_json(const CodeResponse& body) { return to_json(body); }
Json body_json(const SessionResponse& body) { return to_json(body); }
Json body_json(const SessionsResponse& body) { return to_json(body); }
Json body_json(const DoneResponse&) { return {}; }  // 204 has no body

// The members of an object, which come in the order of their keys. Keys and texts need no escapes:
// they are names and ids of ours.
class MembersText {
 public:
  explicit MembersText(std::string& out) : out_(out) { out_.push_back('{'); }
  void add(std::string_view key, std::string_view text) {
    begin(key);
    out_.append("\"").append(text).append("\"");
  }
  void add(std::string_view key, const Uuid& id) {
    const UuidText text = text_of(id);
    add(key, std::string_view(text.data(), text.size()));
  }
  void add(std::string_view key, std::int64_t number) {
    begin(key);
    out_.append(std::to_string(number));
  }
  void begin(std::string_view key) {
    out_.append(out_.back() == '{' ? "\"" : ",\"").append(key).append("\":");
  }
  void end() { out_.push_back('}'); }

 private:
  std::string& out_;
};

void append_json(std::string& out, const OpResult& result) {
  MembersText members(out);
  if (result.code != ErrorCode::none) members.add("code", error_name(result.code));
  if (result.conflict_version != 0) members.add("conflict_version", result.conflict_version);
  if (!result.task.is_nil()) members.add("id", result.task);
  if (result.op_id) members.add("op_id", *result.op_id);
  if (result.replayed) {
    members.begin("replayed");
    out.append("true");
  }
  members.add("status", op_status_name(result.status));
  members.add("version", result.version);
  members.end();
}

// Five hundred results in one reply: written without a document in between.
std::string dump_push(const PushResponse& body) {
  constexpr std::size_t kResultBytesMost = 160;
  std::string out;
  out.reserve((body.results.size() + 1) * kResultBytesMost);
  MembersText members(out);
  members.begin("results");
  out.push_back('[');
  for (const OpResult& result : body.results) {
    if (&result != &body.results.front()) out.push_back(',');
    append_json(out, result);
  }
  out.push_back(']');
  members.add("server_seq", body.server_seq);
  members.end();
  return out;
}

PushResponse read_push_response(const JsonReader& reader) {
  PushResponse body;
  reader["results"].for_each(
      [&](const JsonReader& result) { body.results.push_back(read_op_result(result)); });
  body.server_seq = read_count(reader["server_seq"]);
  return body;
}

ChangesResponse read_changes_response(const JsonReader& reader) {
  ChangesResponse body;
  body.changes = read_tasks(reader["changes"]);
  body.cursor = reader["cursor"].text();
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
  }
  return Problem{};
}

}  // namespace

Json to_json(const WireOperation& operation) {
  Json::Object members{
      {"client_seq", operation.client_seq},   {"entity", kTaskEntity},
      {"kind", op_kind_name(operation.kind)}, {"base_version", operation.base_version},
      {"fields", to_json(operation.patch)},   {"hlc", operation.hlc},
      {"wall_ms", operation.wall_ms}};
  if (operation.op_id) {
    members.emplace("op_id", to_string(*operation.op_id));
    members.emplace("traceparent", format_traceparent(operation.trace.value_or(
                                       trace_of_operation(*operation.op_id))));
  }
  if (operation.task) members.emplace("id", to_string(*operation.task));
  if (!operation.base.empty()) members.emplace("base", to_json(operation.base));
  if (operation.conflict) {
    members.emplace("conflict", to_string(*operation.conflict));
    members.emplace("resolution", resolution_name(operation.resolution));
  }
  if (operation.intent != kNoIntent) members.emplace("intent", operation.intent);
  return members;
}

WireOperation read_operation(const JsonReader& reader) {
  WireOperation operation;
  const JsonReader op_id = reader["op_id"];
  const JsonReader task = reader["id"];
  const JsonReader fields = reader["fields"];
  if (op_id.exists()) operation.op_id = op_id.uuid();
  if (task.exists()) operation.task = task.uuid();
  if (reader["entity"].text() != kTaskEntity) {
    reader["entity"].fail(ErrorCode::unknown_name, "the only entity is \"task\"");
  }
  operation.kind = reader["kind"].name(parse_op_kind);
  operation.client_seq = read_count(reader["client_seq"]);
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
  operation.hlc = reader["hlc"].integer_or(0, 0, INT64_MAX);
  operation.wall_ms = reader["wall_ms"].integer_or(0, INT64_MIN, INT64_MAX);
  operation.intent = static_cast<Intent>(reader["intent"].integer_or(kNoIntent, 0, UINT32_MAX));
  operation.trace = parse_traceparent(reader["traceparent"].text_if_any());
  return operation;
}

Json to_json(const OpResult& result) {
  Json::Object members;
  members.reserve(kOpResultMembersMax);
  if (result.code != ErrorCode::none) members.emplace("code", error_name(result.code));
  if (result.conflict_version != 0) members.emplace("conflict_version", result.conflict_version);
  if (!result.task.is_nil()) members.emplace("id", to_string(result.task));
  if (result.op_id) members.emplace("op_id", to_string(*result.op_id));
  if (result.replayed) members.emplace("replayed", true);
  members.emplace("status", op_status_name(result.status));
  members.emplace("version", result.version);
  return members;
}

OpResult read_op_result(const JsonReader& reader) {
  OpResult result;
  if (reader["op_id"].exists()) result.op_id = reader["op_id"].uuid();
  result.status = reader["status"].name(parse_op_status);
  result.replayed = reader["replayed"].boolean_or(false);
  result.code = read_reason(reader["code"]);
  if (reader["id"].exists()) result.task = reader["id"].uuid();
  result.version = read_count(reader["version"]);
  result.conflict_version = reader["conflict_version"].integer_or(0, 0, INT64_MAX);
  return result;
}

Json to_json(const PushRequest& request) {
  Json::Array operations;
  operations.reserve(request.operations.size());
  for (const WireOperation& operation : request.operations) {
    operations.push_back(to_json(operation));
  }
  Json::Object members{{"device_id", request.device_id}};
  members.emplace("ops", std::move(operations));
  return members;
}

Result<PushRequest> read_push_request(const JsonDocument& document) {
  Status status;
  const JsonReader reader(document, status);
  PushRequest request;
  request.device_id = reader["device_id"].text();
  if (request.device_id.size() > kDeviceIdBytesMax) {
    reader["device_id"].fail(ErrorCode::too_large, "a device id has at most 100 bytes");
  }
  reader["ops"].for_each([&](const JsonReader& operation) {
    request.operations.push_back(read_operation(operation));
  });
  if (!status.ok()) return status.error();
  return request;
}

Json to_json(const ResponseBody& body) {
  return std::visit([](const auto& one) { return body_json(one); }, body);
}

std::string dump_body(const ResponseBody& body) {
  if (const auto* push = std::get_if<PushResponse>(&body)) return dump_push(*push);
  return dump_json(to_json(body));
}

Result<ResponseBody> read_response_body(Route route, const JsonDocument& document) {
  Status status;
  ResponseBody body = read_body(route, JsonReader(document, status));
  if (!status.ok()) return status.error();
  return body;
}

}  // namespace srl
