// SPDX-License-Identifier: MIT
#include "protocol/problem.h"

#include "base/http_status.h"
#include "base/limits.h"
#include "protocol/json_document.h"
#include "protocol/task_json.h"

namespace srl {
namespace {

constexpr std::string_view kTypePrefix = "/problems/";

// What a status alone says. The service's trouble passes with time, the request's own does not.
ErrorCode code_of_status(int status) {
  if (status >= http::kInternalServerError || status == http::kRequestTimeout ||
      status == http::kTooManyRequests) {
    return ErrorCode::unavailable;
  }
  switch (status) {
    case 401: return ErrorCode::unauthenticated;
    case 403: return ErrorCode::forbidden;
    case 404: return ErrorCode::not_found;
    case 409: return ErrorCode::not_possible;
    case 410: return ErrorCode::cursor_reset;
    case 412: return ErrorCode::precondition_failed;
    case 413: return ErrorCode::too_large;
    default: return ErrorCode::bad_request;
  }
}

}  // namespace

std::string problem_text(const Problem& problem, int status) {
  const std::string_view code = error_name(problem.code);
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("code", code);
  if (problem.common_seq) json.member("common_seq", *problem.common_seq);
  if (problem.current) {
    json.key("current");
    write_json(json, *problem.current);
  }
  if (!problem.cursor.empty()) json.member("cursor", problem.cursor);
  json.member("detail", problem.detail);
  json.member("status", std::int64_t{status});
  json.member("title", error_title(problem.code));
  json.member("type", std::string(kTypePrefix).append(code));
  json.end_object();
  return text;
}

Problem problem_of_status(int status) {
  return {code_of_status(status), "HTTP " + std::to_string(status) + " without a problem in it"};
}

Result<Problem> read_problem(std::string_view body, int status) {
  const Result<JsonDocument> document = parse_json(body, kResponseBytesMax);
  const auto text_of = [&](std::string_view key) {
    const JsonNode* member = document.ok() ? document->root().find(key) : nullptr;
    return member == nullptr ? std::nullopt : member->text();
  };
  const std::optional<std::string_view> code = text_of("code");
  if (!code) {
    return make_error(ErrorCode::unreadable_answer,
                      "HTTP " + std::to_string(status) + " without a code");
  }
  Problem problem;
  problem.code = error_by_name(*code);
  problem.detail = text_of("detail").value_or("");
  problem.cursor = text_of("cursor").value_or("");
  const JsonNode* common = document->root().find("common_seq");
  if (common != nullptr && common->integer().value_or(-1) >= 0) {
    problem.common_seq = common->integer();
  }
  if (problem.code == ErrorCode::none) {
    problem.code = code_of_status(status);
    problem.detail.append(problem.detail.empty() ? "(" : " (").append(*code).append(")");
  }
  return problem;
}

}  // namespace srl
