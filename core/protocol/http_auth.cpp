// SPDX-License-Identifier: MIT
#include "protocol/http_auth.h"

#include "base/http_status.h"
#include "base/limits.h"
#include "base/text.h"
#include "protocol/auth_json.h"
#include "protocol/http_query.h"

namespace srl {
namespace {

constexpr std::string_view kCodePath = "/v1/auth/otp";
constexpr std::string_view kVerifyPath = "/v1/auth/verify";
constexpr std::string_view kGuestPath = "/v1/auth/guest";
constexpr std::string_view kJoinCodePath = "/v1/auth/join-code";
constexpr std::string_view kRefreshPath = "/v1/auth/refresh";
constexpr std::string_view kLogoutPath = "/v1/auth/logout";
constexpr std::string_view kSessionsPath = "/v1/sessions";
constexpr std::string_view kSessionPrefix = "/v1/sessions/";

constexpr std::string_view kScheme = "Bearer";

HttpRequestForm post_form(std::string_view target, std::string body) {
  HttpRequestForm form;
  form.method = "POST";
  form.target = target;
  form.body = std::move(body);
  return form;
}

template <class Body>
Result<Request> read_body(const HttpRequestForm& form, Body (*read)(const JsonReader&)) {
  Result<JsonDocument> document = parse_json(form.body, kRequestBytesMax);
  if (!document.ok()) return document.error();
  Status status;
  Body body = read(JsonReader(*document, status));
  if (!status.ok()) return status.error();
  return Request{std::move(body)};
}

}  // namespace

std::string format_authorization(std::string_view access_token) {
  if (access_token.empty()) return {};
  return std::string(kScheme).append(" ").append(access_token);
}

Result<std::string> parse_authorization(const std::optional<std::string>& header) {
  if (!header) return std::string();
  const std::string_view text = trim(*header);
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos && equals_ignoring_case(text.substr(0, space), kScheme)) {
    const std::string_view token = trim(text.substr(space));
    if (!token.empty() && token.size() <= kTokenBytesMax) return std::string(token);
  }
  return make_error(ErrorCode::unauthenticated, "Authorization is not of the form Bearer <token>");
}

std::string challenge_of(const Problem& problem, int status) {
  if (status != http::kUnauthorized) return {};
  const bool has_token =
      problem.code == ErrorCode::token_expired || problem.code == ErrorCode::session_ended;
  return has_token ? "Bearer error=\"invalid_token\"" : std::string(kScheme);
}

HttpRequestForm form_of(const CodeRequest& request) {
  return post_form(kCodePath, json_text(request));
}
HttpRequestForm form_of(const VerifyRequest& request) {
  return post_form(kVerifyPath, json_text(request));
}
HttpRequestForm form_of(const GuestRequest& request) {
  return post_form(kGuestPath, json_text(request));
}
HttpRequestForm form_of(const RefreshRequest& request) {
  return post_form(kRefreshPath, json_text(request));
}
HttpRequestForm form_of(const JoinCodeRequest&) { return post_form(kJoinCodePath, "{}"); }
HttpRequestForm form_of(const LogoutRequest&) { return post_form(kLogoutPath, "{}"); }

HttpRequestForm form_of(const SessionsRequest&) {
  HttpRequestForm form;
  form.method = "GET";
  form.target = kSessionsPath;
  return form;
}

HttpRequestForm form_of(const SessionDeleteRequest& request) {
  HttpRequestForm form;
  form.method = "DELETE";
  form.target = std::string(kSessionPrefix).append(to_string(request.session));
  return form;
}

std::string_view allowed_auth_methods(std::string_view path) {
  for (const std::string_view post :
       {kCodePath, kVerifyPath, kGuestPath, kJoinCodePath, kRefreshPath, kLogoutPath}) {
    if (path == post) return "POST";
  }
  if (path == kSessionsPath) return "GET, HEAD";
  return is_below(path, kSessionPrefix) ? "DELETE" : "";
}

Result<Request> read_auth_request(const HttpRequestForm& form, std::string_view path) {
  if (path == kCodePath) return read_body(form, read_code_request);
  if (path == kVerifyPath) return read_body(form, read_verify_request);
  if (path == kGuestPath) return read_body(form, read_guest_request);
  if (path == kRefreshPath) return read_body(form, read_refresh_request);
  if (path == kJoinCodePath) return Request{JoinCodeRequest{}};
  if (path == kLogoutPath) return Request{LogoutRequest{}};
  if (path == kSessionsPath) return Request{SessionsRequest{}};
  Result<Uuid> session = parse_uuid(path.substr(kSessionPrefix.size()));
  if (!session.ok()) {
    return make_error(ErrorCode::not_found, "a session's path ends in its id, a UUID");
  }
  return Request{SessionDeleteRequest{*session}};
}

}  // namespace srl
