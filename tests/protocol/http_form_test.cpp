// SPDX-License-Identifier: MIT
#include "protocol/http_form.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "protocol/message_samples.h"

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
  }
}

TEST_CASE("http form: every response survives the way there and back") {
  for (const ResponseBody& body : sample_bodies()) {
    const HttpResponseForm form = to_http(Response{200, body});
    CHECK(form.content_type == "application/json");
    const Result<Response> back = from_http(static_cast<Route>(body.index() - 1), form);
    REQUIRE(back.ok());
    CHECK(back->status == 200);
    CHECK(same(back->body, body));
  }
}

TEST_CASE("http form: a problem comes back as one, on every route") {
  const Response response = problem_response({ErrorCode::cursor_reset, "restored from backup"});
  const HttpResponseForm form = to_http(response);
  CHECK(form.status == 410);
  CHECK(form.content_type == "application/problem+json");
  for (int route = 0; route < kRouteCount; ++route) {
    const Result<Response> back = from_http(static_cast<Route>(route), form);
    REQUIRE(back.ok());
    CHECK(back->status == 410);
    CHECK(same(back->body, response.body));
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
  for (const char* target : {"/", "", "/v1/sync", "/v1/sync/changes/", "/v1/sync/push"}) {
    CHECK(error_of({"GET", target, ""}).code == ErrorCode::not_found);
  }
  CHECK(error_of({"POST", "/v1/sync/changes", "{}"}).code == ErrorCode::not_found);
  CHECK(error_of({"get", "/v1/sync/changes", ""}).code == ErrorCode::not_found);
  CHECK(error_of({"GET", "/v1/sync/ops/x", ""}).code == ErrorCode::bad_value);
}

TEST_CASE("http form: a query is checked like everything from outside") {
  for (const char* query :
       {"limit=0", "limit=-1", "limit=x", "limit=5x", "limit=1.5", "limit=99999999999999999999",
        "cursor=%", "cursor=%4", "cursor=%G1", "cursor=a&cursor=b"}) {
    CHECK(error_of({"GET", std::string("/v1/sync/changes?") + query, ""}).code ==
          ErrorCode::bad_value);
  }
  CHECK(error_of({"GET", "/v1/sync/changes?cursor=%FF", ""}).code == ErrorCode::bad_utf8);
  const Result<Request> request =
      from_http({"GET", "/v1/sync/changes?unknown=1&&cursor=a+b%2Bc&flag", ""});
  REQUIRE(request.ok());
  CHECK(std::get<ChangesRequest>(request->body).cursor == "a b+c");
}

TEST_CASE("http form: the errors of the body come through") {
  CHECK(error_of({"POST", "/v1/sync/push", "{"}).code == ErrorCode::bad_request);
  CHECK(error_of({"POST", "/v1/sync/push", "{}"}).code == ErrorCode::bad_value);
  CHECK(error_of({"POST", "/v1/sync/push", std::string(1024 * 1024 + 1, ' ')}).code ==
        ErrorCode::too_large);
}

TEST_CASE("http form: success that cannot be understood is an error, not a success") {
  for (const char* body : {"", "{}", "<html>", R"({"results":[{}],"server_seq":1})"}) {
    CHECK_FALSE(from_http(Route::push, {200, "application/json", body}).ok());
  }
}

}  // namespace srl::test
