// SPDX-License-Identifier: MIT
#include "protocol/http_form.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "protocol/message_samples.h"
#include "sim/wire_changes.h"

namespace srl::test {
namespace {

Error error_of(const HttpRequestForm& form) {
  const Result<Request> request = from_http(form);
  CAPTURE(form.target);
  REQUIRE_FALSE(request.ok());
  return request.error();
}

}  // namespace

TEST_CASE("http form: every request survives the way there and back") {
  for (const Request& request : sample_requests()) {
    const HttpRequestForm form = to_http(request);
    CAPTURE(form.target);
    const Result<Request> back = from_http(form);
    REQUIRE(back.ok());
    CHECK(same(back->body, request.body));
    CHECK(back->access_token == request.access_token);
  }
}

TEST_CASE("http form: every response survives the way there and back") {
  for (const auto& [route, body] : sample_bodies()) {
    const HttpResponseForm form = to_http(Response{200, body});
    CHECK(form.content_type == "application/json");
    const Response back = from_http(route, form);
    CHECK(back.status == 200);
    CHECK(same(back.body, body));
  }
}

TEST_CASE("http form: a problem comes back as one, on every route") {
  const Response response = problem_response({ErrorCode::cursor_reset, "restored from backup"});
  const HttpResponseForm form = to_http(response);
  CHECK(form.status == 410);
  CHECK(form.content_type == "application/problem+json");
  for (int route = 0; route < kCountOf<Route>; ++route) {
    const Response back = from_http(static_cast<Route>(route), form);
    CHECK(back.status == 410);
    CHECK(same(back.body, response.body));
  }
}

TEST_CASE("http form: methods and paths are the documented ones") {
  CHECK(to_http(Request{sample_push()}).method == "POST");
  CHECK(to_http(Request{sample_push()}).target == "/v1/sync/push");
  CHECK(to_http(Request{ChangesRequest{"v1.0a.7", 50}}).target ==
        "/v1/sync/changes?cursor=v1.0a.7&limit=50");
  CHECK(to_http(Request{ChangesRequest{}}).target == "/v1/sync/changes");
  CHECK(to_http(Request{SnapshotRequest{"a b", 0}}).target == "/v1/sync/snapshot?after=a%20b");
  CHECK(to_http(Request{ListRequest{9}}).target == "/v1/tasks?limit=9");
  CHECK(to_http(Request{OpFateRequest{sample_id(1)}}).target ==
        "/v1/sync/ops/" + to_string(sample_id(1)));
  CHECK(to_http(Request{ListRequest{9}}).body.empty());
}

TEST_CASE("http form: unknown paths and methods are not found") {
  for (const char* target :
       {"/", "", "/v1/sync", "/v1/sync/changes/", "/v1/tasks/", "/v1/tasks/milk"}) {
    CHECK(error_of({"GET", target, ""}).code == ErrorCode::not_found);
  }
  CHECK(error_of({"GET", "/v1/sync/ops/x", ""}).code == ErrorCode::bad_value);
}

TEST_CASE("http form: a method that a path doesn't take is answered with those that it does") {
  CHECK(error_of({"GET", "/v1/sync/push", ""}).code == ErrorCode::method_not_allowed);
  CHECK(error_of({"POST", "/v1/sync/changes", "{}"}).code == ErrorCode::method_not_allowed);
  CHECK(error_of({"get", "/v1/sync/changes", ""}).code == ErrorCode::method_not_allowed);
  CHECK(error_of({"PUT", "/v1/tasks", ""}).detail == "this path takes GET, HEAD, POST");
  CHECK(allowed_methods("/v1/tasks/x") == "GET, HEAD, PATCH, DELETE");
  CHECK(allowed_methods("/v1").empty());
}

TEST_CASE("http form: a create needs a title and an idempotency key, quoted or bare") {
  const std::string key = to_string(sample_id(1));
  const auto create = [](std::string body, std::optional<std::string> idempotency_key) {
    HttpRequestForm form{"POST", "/v1/tasks", std::move(body)};
    form.idempotency_key = std::move(idempotency_key);
    return form;
  };
  for (const std::string& text : {key, "\"" + key + "\"", " " + key + " "}) {
    const Result<Request> request = from_http(create(R"({"title":"Milk"})", text));
    REQUIRE(request.ok());
    const auto& write = std::get<TaskWriteRequest>(request->body);
    CHECK(write.operation.op_id == sample_id(1));
    CHECK(write.operation.patch.values.title == "Milk");
  }
  CHECK(error_of(create(R"({"title":"Milk"})", std::nullopt)).code ==
        ErrorCode::idempotency_key_missing);
  CHECK(error_of(create(R"({"title":"Milk"})", "1")).code == ErrorCode::bad_value);
  CHECK(error_of(create(R"({"title":"Milk"})", "")).code == ErrorCode::bad_value);
  CHECK(error_of(create("{}", key)).code == ErrorCode::bad_value);
  CHECK(error_of(create(R"({"title":""})", key)).code == ErrorCode::bad_value);
  CHECK(error_of(create(R"({"completed":true})", key)).code == ErrorCode::bad_value);
  CHECK(error_of(create(R"({"title":"Milk","colour":"red"})", key)).code ==
        ErrorCode::unknown_name);
}

TEST_CASE("http form: a change must say which version it changes") {
  const std::string path = "/v1/tasks/" + to_string(sample_id(1));
  const auto remove = [&](std::optional<std::string> if_match) {
    HttpRequestForm form{"DELETE", path, ""};
    form.if_match = std::move(if_match);
    return form;
  };
  CHECK(error_of(remove(std::nullopt)).code == ErrorCode::precondition_required);
  for (const char* text : {"12", "", "\"12", "x", "\"1\" \"2\""}) {
    CAPTURE(text);
    CHECK(error_of(remove(text)).code == ErrorCode::bad_value);
  }
  const auto condition = [&](const char* if_match) {
    const Result<Request> request = from_http(remove(if_match));
    REQUIRE(request.ok());
    return *std::get<TaskWriteRequest>(request->body).condition;
  };
  CHECK(condition("*").any);
  const EntityTag tag{12, "9f3c01d2"};
  CHECK(condition("\"12-9f3c01d2\"").holds_for(tag));
  CHECK(condition("\"11-9f3c01d2\", \"12-9f3c01d2\"").holds_for(tag));
  CHECK_FALSE(condition("\"1-9f3c01d2\"").holds_for(tag));
  CHECK_FALSE(condition("\"12-00000000\"").holds_for(tag));  // of a time that is gone
  CHECK_FALSE(condition("\"12\"").holds_for(tag));
  CHECK_FALSE(condition("W/\"12-9f3c01d2\"").holds_for(tag));  // a weak tag never matches
  CHECK_FALSE(condition("\"abc\"").holds_for(tag));
}

TEST_CASE(
    "http form: the answer to a write names the row, its version and whether it is a repeat") {
  const HttpResponseForm created =
      to_http(Response{201, TaskResponse{sample_task(), true, "9f3c01d2"}});
  CHECK(created.etag == "\"12-9f3c01d2\"");
  CHECK(created.location == "/v1/tasks/" + to_string(sample_task().id));
  CHECK(created.replayed);
  const HttpResponseForm deleted = to_http(Response{204, TaskResponse{sample_tombstone()}});
  CHECK(deleted.etag.empty());
  CHECK(deleted.content_type.empty());
  CHECK(deleted.body.empty());
  Problem problem{ErrorCode::precondition_failed, "", sample_task()};
  problem.current_epoch = "9f3c01d2";
  const HttpResponseForm stale = to_http(Response{412, problem});
  CHECK(stale.etag == "\"12-9f3c01d2\"");
  CHECK(stale.body.find("\"current\":{") != std::string::npos);
}

TEST_CASE("http form: a query is checked like everything from outside") {
  for (const char* query :
       {"limit=0", "limit=-1", "limit=x", "limit=5x", "limit=1.5", "limit=99999999999999999999",
        "limit=1001", "cursor=%", "cursor=%4", "cursor=%G1", "cursor=a&cursor=b"}) {
    CHECK(error_of({"GET", std::string("/v1/sync/changes?") + query, ""}).code ==
          ErrorCode::bad_value);
  }
  CHECK(error_of({"GET", "/v1/sync/changes?cursor=%FF", ""}).code == ErrorCode::bad_utf8);
  const Result<Request> request =
      from_http({"GET", "/v1/sync/changes?unknown=1&&curs%6Fr=a+b%2Bc&flag", ""});
  REQUIRE(request.ok());
  CHECK(std::get<ChangesRequest>(request->body).cursor == "a b+c");
}

TEST_CASE("http form: a bearer token is read in any case of the word, and nothing else is one") {
  const auto with = [](std::string_view header) {
    HttpRequestForm form{"GET", "/v1/sessions", ""};
    form.authorization = std::string(header);
    return form;
  };
  for (const char* header : {"Bearer srl_at_a", "bearer srl_at_a", " BEARER   srl_at_a "}) {
    const Result<Request> request = from_http(with(header));
    REQUIRE(request.ok());
    CHECK(request->access_token == "srl_at_a");
  }
  for (const std::string& header :
       {std::string(), std::string("Bearer"), std::string("Bearer "), std::string("Basic YTpi"),
        std::string("srl_at_secret"), "Bearer " + std::string(201, 'x')}) {
    const Error error = error_of(with(header));
    CHECK(error.code == ErrorCode::unauthenticated);
    CHECK(error.detail.find("secret") == std::string::npos);
  }
  CHECK_FALSE(to_http(Request{SessionsRequest{}}).authorization.has_value());
}

TEST_CASE("http form: a 401 says how to authenticate, and whether a token was the trouble") {
  const auto challenge = [](ErrorCode code) {
    return to_http(problem_response({code, ""})).www_authenticate;
  };
  CHECK(challenge(ErrorCode::unauthenticated) == "Bearer");
  CHECK(challenge(ErrorCode::code_wrong) == "Bearer");
  CHECK(challenge(ErrorCode::token_expired) == "Bearer error=\"invalid_token\"");
  CHECK(challenge(ErrorCode::session_ended) == "Bearer error=\"invalid_token\"");
  CHECK(challenge(ErrorCode::forbidden).empty());
}

TEST_CASE("http form: too early an attempt is told when to come again, in whole seconds") {
  Response response = problem_response({ErrorCode::too_many_requests, "one mail a minute"});
  std::get<Problem>(response.body).retry_after_ms = 1'001;
  const HttpResponseForm form = to_http(response);
  CHECK(form.retry_after_s == 2);
  const Response back = from_http(Route::code, form);
  CHECK(std::get<Problem>(back.body).retry_after_ms == 2'000);
}

TEST_CASE("http form: what ends a session answers with nothing") {
  const HttpResponseForm form = to_http(Response{204, DoneResponse{}});
  CHECK(form.content_type.empty());
  CHECK(form.body.empty());
  for (const Route route : {Route::logout, Route::session_delete}) {
    const Response back = from_http(route, form);
    CHECK(std::holds_alternative<DoneResponse>(back.body));
  }
}

TEST_CASE("http form: the paths of signing in are the documented ones") {
  const std::pair<Request, std::string> cases[] = {
      {{CodeRequest{"a@b.test"}}, "POST /v1/auth/otp {\"email\":\"a@b.test\"}"},
      {{VerifyRequest{"a@b.test", "1", "d"}},
       "POST /v1/auth/verify {\"code\":\"1\",\"device_id\":\"d\",\"email\":\"a@b.test\"}"},
      {{GuestRequest{"d"}}, "POST /v1/auth/guest {\"device_id\":\"d\"}"},
      {{GuestRequest{"d", "", "c"}},
       "POST /v1/auth/guest {\"device_id\":\"d\",\"join_code\":\"c\"}"},
      {{JoinCodeRequest{}}, "POST /v1/auth/join-code {}"},
      {{RefreshRequest{"t"}}, "POST /v1/auth/refresh {\"refresh_token\":\"t\"}"},
      {{LogoutRequest{}}, "POST /v1/auth/logout {}"},
      {{SessionsRequest{}}, "GET /v1/sessions "},
      {{SessionDeleteRequest{sample_id(1)}},
       "DELETE /v1/sessions/" + to_string(sample_id(1)) + " "},
  };
  for (const auto& [request, expected] : cases) {
    const HttpRequestForm form = to_http(request);
    CHECK(form.method + " " + form.target + " " + form.body == expected);
  }
  CHECK(error_of({"DELETE", "/v1/sessions", ""}).code == ErrorCode::method_not_allowed);
  CHECK(error_of({"GET", "/v1/auth/otp", ""}).code == ErrorCode::method_not_allowed);
  CHECK(error_of({"DELETE", "/v1/sessions/mine", ""}).code == ErrorCode::not_found);
  CHECK(error_of({"POST", "/v1/auth", "{}"}).code == ErrorCode::not_found);
  CHECK(error_of({"POST", "/v1/auth/otp", "{}"}).code == ErrorCode::bad_value);
  const std::string long_email(255, 'a');
  CHECK(error_of({"POST", "/v1/auth/otp", R"({"email":")" + long_email + "\"}"}).code ==
        ErrorCode::too_large);
}

TEST_CASE("http form: the errors of the body come through") {
  CHECK(error_of({"POST", "/v1/sync/push", "{"}).code == ErrorCode::bad_request);
  CHECK(error_of({"POST", "/v1/sync/push", "{}"}).code == ErrorCode::bad_value);
  CHECK(error_of({"POST", "/v1/sync/push", std::string(1024 * 1024 + 1, ' ')}).code ==
        ErrorCode::too_large);
}

namespace {

HttpResponseForm from_service(int status, std::string body) {
  HttpResponseForm form{status, status < 300 ? "application/json" : "application/problem+json"};
  form.body = std::move(body);
  form.service = kProtocolVersion;
  return form;
}

ErrorCode problem_code(const Response& response) {
  const auto* problem = std::get_if<Problem>(&response.body);
  return problem == nullptr ? ErrorCode::none : problem->code;
}

}  // namespace

TEST_CASE("http form: success that cannot be understood is an error, not a success") {
  for (const char* body : {"", "{}", "<html>", R"({"results":[)"}) {
    const Response response = from_http(Route::push, from_service(200, body));
    CHECK_FALSE(response.is_foreign);
    CHECK(problem_code(response) == ErrorCode::unreadable_answer);
  }
}

TEST_CASE("http form: lines of If-Match are one list, two keys or two authorizations are refused") {
  const std::string key = to_string(sample_id(1));
  const auto patch = [&](std::vector<std::pair<std::string, std::string>> lines) {
    HttpRequestForm form{"PATCH", "/v1/tasks/" + key, R"({"completed":true})"};
    for (const auto& [name, value] : lines) take_header_line(form, name, value);
    return from_http(form);
  };
  const Result<Request> twice = patch({{"If-Match", "\"3-a\""}, {"if-match", "\"5-b\", \"7-b\""}});
  REQUIRE(twice.ok());
  CHECK(std::get<TaskWriteRequest>(twice->body).condition->tags ==
        std::vector<EntityTag>{{3, "a"}, {5, "b"}, {7, "b"}});
  // Another server's tag, with a comma in it.
  const Result<Request> comma = patch({{"If-Match", "\"a,b\", ,\"7-b\""}});
  REQUIRE(comma.ok());
  CHECK(std::get<TaskWriteRequest>(comma->body).condition->tags ==
        std::vector<EntityTag>{{7, "b"}});
  CHECK(patch({{"If-Match", " , "}}).error().code == ErrorCode::bad_value);
  const std::pair<std::string, std::string> any{"If-Match", "*"};
  CHECK(patch({any, {"Idempotency-Key", key}, {"Authorization", "Bearer a"}}).ok());
  CHECK(patch({any, {"Idempotency-Key", key}, {"idempotency-key", key}}).error().code ==
        ErrorCode::bad_request);
  CHECK(patch({any, {"Authorization", "Bearer a"}, {"AUTHORIZATION", "Bearer b"}}).error().code ==
        ErrorCode::bad_request);
  HttpRequestForm traced;
  take_header_line(traced, "Traceparent",
                   "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  CHECK(parse_traceparent(traced.traceparent).has_value());
  take_header_line(traced, "traceparent",
                   "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  CHECK_FALSE(parse_traceparent(traced.traceparent).has_value());
}

TEST_CASE("http form: null takes a value away, and a title cannot be taken away") {
  HttpRequestForm form{"PATCH", "/v1/tasks/" + to_string(sample_id(1)),
                       R"({"title":"t","remind_at":null})"};
  form.if_match = "*";
  const Result<Request> request = from_http(form);
  REQUIRE(request.ok());
  const TaskPatch& patch = std::get<TaskWriteRequest>(request->body).operation.patch;
  CHECK(patch.has(TaskField::remind_at));
  CHECK(patch.values.remind_at == 0);
  form.body = R"({"title":null})";
  CHECK(error_of(form).code == ErrorCode::bad_value);
}

TEST_CASE("http form: a device has a name in one line, and who cannot be seen has none") {
  const auto guest = [](const std::string& name) {
    return from_http({"POST", "/v1/auth/guest", R"({"device_id":")" + name + "\"}"});
  };
  CHECK(guest("phone").ok());
  for (const char* name : {"", "  ", "\\u0000", "a\\nb", "\\u001f", "\\u200b", "\\u007f"}) {
    CAPTURE(name);
    CHECK(guest(name).error().code == ErrorCode::bad_value);
  }
  CHECK(guest(std::string(101, 'x')).error().code == ErrorCode::too_large);
}

TEST_CASE("http form: an error without a code is no verdict") {
  for (const char* body : {"", "{}", R"({"code":"forb)", "<html>"}) {
    CHECK(problem_code(from_http(Route::push, from_service(403, body))) ==
          ErrorCode::unreadable_answer);
  }
  CHECK(problem_code(from_http(Route::push, from_service(403, R"({"code":"forbidden"})"))) ==
        ErrorCode::forbidden);
  CHECK(problem_code(from_http(Route::push, from_service(403, R"({"code":"of_a_newer_one"})"))) ==
        ErrorCode::forbidden);
}

TEST_CASE("http form: only what bears the service's mark and speaks JSON is the service's answer") {
  HttpResponseForm answer = to_http(Response{200, PushResponse{}});
  CHECK_FALSE(from_http(Route::push, answer).is_foreign);
  answer.content_type = "Application/JSON; charset=utf-8";
  CHECK_FALSE(from_http(Route::push, answer).is_foreign);
  answer.content_type = "text/html";
  CHECK(from_http(Route::push, answer).is_foreign);
  answer.content_type = "application/json";
  answer.service.clear();
  CHECK(from_http(Route::push, answer).is_foreign);
}

TEST_CASE("http form: whatever the status, the page of a proxy is not the service's answer") {
  for (int route = 0; route < kCountOf<Route>; ++route) {
    for (const int status : {200, 204, 401, 403, 404, 410, 413, 429, 500, 502}) {
      for (std::uint64_t word = 0; word < 4; ++word) {
        CHECK(from_http(static_cast<Route>(route), page_of(status, word)).is_foreign);
      }
    }
  }
}

TEST_CASE("http form: a result that only a newer service knows leaves the others readable") {
  PushResponse reply;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    OpResult result;
    result.op_id = sample_id(static_cast<int>(i));
    result.task = sample_id(9);
    result.version = 5;
    reply.results.push_back(result);
  }
  HttpResponseForm form = to_http(Response{200, reply});
  const std::size_t at = form.body.find("applied");
  form.body.replace(at, 7, "deferred");
  const Response read = from_http(Route::push, form);
  const auto& results = std::get<PushResponse>(read.body).results;
  REQUIRE(results.size() == 2);
  CHECK(results[0].op_id == sample_id(2));
}

TEST_CASE(
    "http form: fields, priorities and states that only a newer service knows do not stop a pull") {
  ChangesResponse changes;
  changes.changes = {sample_task()};
  changes.cursor = "c";
  HttpResponseForm form = to_http(Response{200, changes});
  const auto replace = [&](const std::string& from, const std::string& to) {
    const std::size_t at = form.body.find(from);
    REQUIRE(at != std::string::npos);
    form.body.replace(at, from.size(), to);
  };
  replace("\"priority\":\"urgent\"", "\"colour\":\"red\",\"priority\":\"critical\"");
  const Response read = from_http(Route::changes, form);
  const auto* rows = std::get_if<ChangesResponse>(&read.body);
  REQUIRE(rows != nullptr);
  CHECK(rows->changes.at(0).fields.title == sample_task().fields.title);
  CHECK(rows->changes.at(0).fields.priority == Priority::medium);
}

}  // namespace srl::test
