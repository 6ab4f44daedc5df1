// SPDX-License-Identifier: MIT
#include "protocol/http_form.h"

#include <algorithm>

#include "base/http_status.h"
#include "base/limits.h"
#include "base/text.h"
#include "protocol/http_auth.h"
#include "protocol/http_conditional.h"
#include "protocol/http_query.h"
#include "protocol/json_codec.h"
#include "protocol/problem.h"
#include "protocol/push_reader.h"
#include "protocol/task_json.h"

namespace srl {
namespace {

constexpr std::string_view kPushPath = "/v1/sync/push";
constexpr std::string_view kChangesPath = "/v1/sync/changes";
constexpr std::string_view kSnapshotPath = "/v1/sync/snapshot";
constexpr std::string_view kOpFatePrefix = "/v1/sync/ops/";
constexpr std::string_view kConflictsPath = "/v1/conflicts";
constexpr std::string_view kTasksPath = "/v1/tasks";
constexpr std::string_view kTaskPrefix = "/v1/tasks/";

std::string limit_text(std::int64_t limit) { return limit > 0 ? std::to_string(limit) : ""; }

HttpRequestForm get_form(std::string_view target) {
  HttpRequestForm form;
  form.method = "GET";
  form.target = target;
  return form;
}

HttpRequestForm form_of(const PushRequest& request) {
  HttpRequestForm form;
  form.method = "POST";
  form.target = kPushPath;
  form.body = json_text(request);
  return form;
}

HttpRequestForm form_of(const ChangesRequest& request) {
  HttpRequestForm form = get_form(kChangesPath);
  append_query(form.target, "cursor", request.cursor);
  append_query(form.target, "limit", limit_text(request.limit));
  append_query(form.target, "seen", request.seen);
  return form;
}

HttpRequestForm form_of(const SnapshotRequest& request) {
  HttpRequestForm form = get_form(kSnapshotPath);
  append_query(form.target, "after", request.page);
  append_query(form.target, "limit", limit_text(request.limit));
  append_query(form.target, "seen", request.seen);
  return form;
}

HttpRequestForm form_of(const ListRequest& request) {
  HttpRequestForm form = get_form(kTasksPath);
  append_query(form.target, "limit", limit_text(request.limit));
  append_query(form.target, "after", request.page);
  return form;
}

HttpRequestForm form_of(const ConflictsRequest& request) {
  HttpRequestForm form = get_form(kConflictsPath);
  append_query(form.target, "limit", limit_text(request.limit));
  append_query(form.target, "after", request.page);
  return form;
}

HttpRequestForm form_of(const OpFateRequest& request) {
  return get_form(std::string(kOpFatePrefix).append(to_string(request.op_id)));
}

HttpRequestForm form_of(const TaskRequest& request) {
  return get_form(std::string(kTaskPrefix).append(to_string(request.task)));
}

HttpRequestForm form_of(const TaskWriteRequest& request) {
  const WireOperation& operation = request.operation;
  const std::string of_task =
      operation.task ? std::string(kTaskPrefix).append(to_string(*operation.task)) : "";
  HttpRequestForm form;
  switch (operation.kind) {
    case OpKind::create_task: form.method = "POST"; break;
    case OpKind::update_task: form.method = "PATCH"; break;
    case OpKind::delete_task: form.method = "DELETE"; break;
    case OpKind::resolve_conflict: break;  // only in a push
  }
  form.target = operation.kind == OpKind::create_task ? std::string(kTasksPath) : of_task;
  if (operation.kind != OpKind::delete_task) form.body = json_text(operation.patch);
  if (operation.op_id) form.idempotency_key = quoted(to_string(*operation.op_id));
  if (request.condition) form.if_match = format_if_match(*request.condition);
  return form;
}

Result<Request> read_push(const HttpRequestForm& form) {
  Result<PushRequest> push = parse_push(form.body);
  if (!push.ok()) return push.error();
  return Request{std::move(*push)};
}

Result<Request> read_get(std::string_view path, const HttpQuery& query) {
  Result<std::int64_t> limit = limit_of(query, 0);  // none: the service has one of its own
  if (!limit.ok()) return limit.error();
  if (path == kChangesPath) {
    return Request{ChangesRequest{value_of(query, "cursor"), *limit, value_of(query, "seen")}};
  }
  if (path == kSnapshotPath) {
    return Request{SnapshotRequest{value_of(query, "after"), *limit, value_of(query, "seen")}};
  }
  if (path == kConflictsPath) return Request{ConflictsRequest{*limit, value_of(query, "after")}};
  return Request{ListRequest{*limit, value_of(query, "after")}};
}

Result<Request> read_op_fate(std::string_view path) {
  Result<Uuid> op_id = parse_uuid(path.substr(kOpFatePrefix.size()));
  if (!op_id.ok()) return op_id.error();
  return Request{OpFateRequest{*op_id}};
}

Result<TaskPatch> read_patch_body(std::string_view body) {
  Result<JsonDocument> document = parse_json(body, kRequestBytesMax);
  if (!document.ok()) return document.error();
  Status status;
  const JsonReader reader(*document, status);
  TaskPatch patch = read_patch(reader);
  if (!status.ok()) return status.error();
  if (patch.empty()) {
    return make_error(ErrorCode::bad_value, "the body names no field; at least one is needed");
  }
  SRL_TRY(validate(patch));
  return patch;
}

// A create without a key could not be told from its repeat. A change names the version that it
// replaces, and so is safe to repeat by itself; there the key only brings the first answer back.
Result<Request> read_create(const HttpRequestForm& form) {
  TaskWriteRequest write;
  write.operation.kind = OpKind::create_task;
  if (!form.idempotency_key) {
    return make_error(ErrorCode::idempotency_key_missing,
                      "send a UUID of your own, and the same one with every repeat");
  }
  Result<Uuid> key = parse_idempotency_key(*form.idempotency_key);
  if (!key.ok()) return key.error();
  write.operation.op_id = *key;
  Result<TaskPatch> patch = read_patch_body(form.body);
  if (!patch.ok()) return patch.error();
  if (!patch->has(TaskField::title)) {
    return make_error(ErrorCode::bad_value, "/title is missing: a task needs a title");
  }
  write.operation.patch = std::move(*patch);
  return Request{std::move(write)};
}

Result<Request> read_change(const HttpRequestForm& form, const TaskId& task) {
  TaskWriteRequest write;
  write.operation.task = task;
  write.operation.kind = form.method == "PATCH" ? OpKind::update_task : OpKind::delete_task;
  if (!form.if_match) {
    return make_error(ErrorCode::precondition_required,
                      "send If-Match with the ETag of the task as you know it");
  }
  Result<VersionCondition> condition = parse_if_match(*form.if_match);
  if (!condition.ok()) return condition.error();
  write.condition = std::move(*condition);
  if (form.idempotency_key) {
    Result<Uuid> key = parse_idempotency_key(*form.idempotency_key);
    if (!key.ok()) return key.error();
    write.operation.op_id = *key;
  }
  if (write.operation.kind == OpKind::update_task) {
    Result<TaskPatch> patch = read_patch_body(form.body);
    if (!patch.ok()) return patch.error();
    write.operation.patch = std::move(*patch);
  }
  return Request{std::move(write)};
}

Result<Request> read_task_request(const HttpRequestForm& form, std::string_view path) {
  Result<Uuid> task = parse_uuid(path.substr(kTaskPrefix.size()));
  if (!task.ok()) return make_error(ErrorCode::not_found, "a task's path ends in its id, a UUID");
  if (form.method == "GET") return Request{TaskRequest{*task}};
  return read_change(form, *task);
}

bool allows(std::string_view methods, std::string_view method) {
  for (const std::string& one : split(methods, ',')) {
    if (trim(one) == method) return true;
  }
  return false;
}

}  // namespace

std::string_view allowed_methods(std::string_view path) {
  if (path == kPushPath) return "POST";
  if (path == kTasksPath) return "GET, HEAD, POST";
  if (is_below(path, kTaskPrefix)) return "GET, HEAD, PATCH, DELETE";
  const bool is_read = path == kChangesPath || path == kSnapshotPath || path == kConflictsPath;
  if (is_read || is_below(path, kOpFatePrefix)) return "GET, HEAD";
  return allowed_auth_methods(path);
}

void take_header_line(HttpRequestForm& form, std::string_view name, std::string_view value) {
  const auto take_only = [&](std::optional<std::string>& header) {
    if (header && form.headers.ok()) {
      form.headers = make_error(ErrorCode::bad_request, "the header " + std::string(name) +
                                                            " stands there twice; send it once");
    }
    header = value;
  };
  if (equals_ignoring_case(name, "Idempotency-Key")) take_only(form.idempotency_key);
  if (equals_ignoring_case(name, "Authorization")) take_only(form.authorization);
  if (equals_ignoring_case(name, "If-Match")) {
    form.if_match = form.if_match ? form.if_match->append(", ").append(value) : std::string(value);
  }
  if (equals_ignoring_case(name, "traceparent")) {
    form.traceparent.append(form.traceparent.empty() ? "" : ", ").append(value);
  }
}

HttpRequestForm to_http(const Request& request) {
  HttpRequestForm form = std::visit([](const auto& body) { return form_of(body); }, request.body);
  if (!request.access_token.empty()) {
    form.authorization = format_authorization(request.access_token);
  }
  return form;
}

HttpResponseForm to_http(const Response& response) {
  HttpResponseForm form;
  form.status = response.status;
  form.service = kProtocolVersion;
  if (const auto* problem = std::get_if<Problem>(&response.body)) {
    form.content_type = kProblemContentType;
    form.body = problem_text(*problem, response.status);
    if (problem->current)
      form.etag = format_etag({problem->current->version, problem->current_epoch});
    form.www_authenticate = challenge_of(*problem, response.status);
    form.retry_after_s = (problem->retry_after_ms + kSecondMs - 1) / kSecondMs;
    return form;
  }
  if (std::holds_alternative<DoneResponse>(response.body)) return form;
  if (const auto* answer = std::get_if<TaskResponse>(&response.body)) {
    form.replayed = answer->replayed;
    if (!answer->task.deleted) form.etag = format_etag({answer->task.version, answer->epoch});
    if (response.status == http::kCreated) {
      form.location = std::string(kTaskPrefix).append(to_string(answer->task.id));
    }
    if (response.status == http::kNoContent) return form;
  }
  form.content_type = kJsonContentType;
  form.body = json_text(response.body);
  return form;
}

namespace {

Result<Request> read_request(const HttpRequestForm& form) {
  const std::string_view target = form.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, question);
  const std::string_view methods = allowed_methods(path);
  if (methods.empty()) return make_error(ErrorCode::not_found, "there is nothing at this path");
  if (!allows(methods, form.method)) {
    return make_error(ErrorCode::method_not_allowed, "this path takes " + std::string(methods));
  }
  Result<HttpQuery> query = parse_query(target.substr(std::min(question + 1, target.size())));
  if (!query.ok()) return query.error();
  if (!allowed_auth_methods(path).empty()) return read_auth_request(form, path);
  if (path == kPushPath) return read_push(form);
  if (path == kTasksPath && form.method == "POST") return read_create(form);
  if (is_below(path, kTaskPrefix)) return read_task_request(form, path);
  if (is_below(path, kOpFatePrefix)) return read_op_fate(path);
  return read_get(path, *query);
}

bool is_done_route(Route route) { return route == Route::logout || route == Route::session_delete; }

bool is_from_service(const HttpResponseForm& form) {
  const std::string_view type = form.content_type;
  const std::string_view media_type = trim(type.substr(0, type.find(';')));
  const bool is_json = equals_ignoring_case(media_type, kJsonContentType) ||
                       equals_ignoring_case(media_type, kProblemContentType);
  return !form.service.empty() && (form.body.empty() || is_json);
}

ResponseBody read_answer(Route route, const HttpResponseForm& form) {
  const auto unreadable = [](const Error& error) {
    return Problem{ErrorCode::unreadable_answer, describe(error)};
  };
  if (form.status < http::kOk || form.status >= http::kMultipleChoices) {
    Result<Problem> problem = read_problem(form.body, form.status);
    if (problem.ok()) return std::move(*problem);
    if (is_from_service(form)) return unreadable(problem.error());
    return problem_of_status(form.status);
  }
  if (is_done_route(route)) return DoneResponse{};
  if (form.status == http::kNoContent) return TaskResponse{};
  Result<JsonDocument> document = parse_json(form.body, kResponseBytesMax);
  if (!document.ok()) return unreadable(document.error());
  Result<ResponseBody> body = read_response_body(route, *document);
  if (!body.ok()) return unreadable(body.error());
  if (auto* answer = std::get_if<TaskResponse>(&*body)) answer->replayed = form.replayed;
  return std::move(*body);
}

}  // namespace

Result<Request> from_http(const HttpRequestForm& form) {
  if (!form.headers.ok()) return form.headers.error();
  Result<Request> request = read_request(form);
  if (!request.ok()) return request;
  Result<std::string> token = parse_authorization(form.authorization);
  if (!token.ok()) return token.error();
  request->access_token = std::move(*token);
  request->client = form.client;
  return request;
}

Response from_http(Route route, const HttpResponseForm& form) {
  Response response{form.status, read_answer(route, form)};
  response.is_foreign = !is_from_service(form);
  if (auto* problem = std::get_if<Problem>(&response.body)) {
    problem->retry_after_ms = form.retry_after_s * kSecondMs;
  }
  return response;
}

}  // namespace srl
