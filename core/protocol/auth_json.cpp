// SPDX-License-Identifier: MIT
#include "protocol/auth_json.h"

#include <cstdint>

#include "base/limits.h"

namespace srl {
namespace {

constexpr std::string_view kTokenType = "Bearer";

Json seconds_json(DurationMs duration_ms) { return duration_ms / kSecondMs; }

DurationMs read_seconds(const JsonReader& reader) {
  return reader.integer(0, INT64_MAX / kSecondMs) * kSecondMs;
}

// What is refused here must not be worked on: addresses, codes and tokens have lengths.
std::string read_short(const JsonReader& reader, std::size_t bytes_max) {
  const std::string_view text = reader.text();
  if (text.size() <= bytes_max) return std::string(text);
  reader.fail(ErrorCode::too_large, "has at most " + std::to_string(bytes_max) + " bytes");
  return {};
}

Json to_json(const SessionInfo& session) {
  return Json::Object{{"id", to_string(session.id)},
                      {"device_id", session.device_id},
                      {"created_at", session.created_at},
                      {"last_used_at", session.last_used_at},
                      {"current", session.is_current}};
}

SessionInfo read_session_info(const JsonReader& reader) {
  SessionInfo session;
  session.id = reader["id"].uuid();
  session.device_id = reader["device_id"].text();
  session.created_at = reader["created_at"].integer(INT64_MIN, INT64_MAX);
  session.last_used_at = reader["last_used_at"].integer(INT64_MIN, INT64_MAX);
  session.is_current = reader["current"].boolean();
  return session;
}

}  // namespace

Json to_json(const CodeRequest& request) { return Json::Object{{"email", request.email}}; }

Json to_json(const VerifyRequest& request) {
  return Json::Object{
      {"email", request.email}, {"code", request.code}, {"device_id", request.device_id}};
}

Json to_json(const GuestRequest& request) { return Json::Object{{"device_id", request.device_id}}; }

Json to_json(const RefreshRequest& request) {
  return Json::Object{{"refresh_token", request.refresh_token}};
}

CodeRequest read_code_request(const JsonReader& reader) {
  return {read_short(reader["email"], kEmailBytesMax)};
}

VerifyRequest read_verify_request(const JsonReader& reader) {
  VerifyRequest request;
  request.email = read_short(reader["email"], kEmailBytesMax);
  request.code = read_short(reader["code"], kCodeBytesMax);
  request.device_id = read_short(reader["device_id"], kDeviceIdBytesMax);
  return request;
}

GuestRequest read_guest_request(const JsonReader& reader) {
  return {read_short(reader["device_id"], kDeviceIdBytesMax)};
}

RefreshRequest read_refresh_request(const JsonReader& reader) {
  return {read_short(reader["refresh_token"], kTokenBytesMax)};
}

Json to_json(const CodeResponse& response) {
  return Json::Object{{"expires_in", seconds_json(response.expires_in_ms)},
                      {"resend_after", seconds_json(response.resend_after_ms)}};
}

Json to_json(const SessionResponse& response) {
  const Session& session = response.session;
  return Json::Object{{"session_id", to_string(session.id)},
                      {"account_id", session.account},
                      {"email", session.email},
                      {"access_token", session.tokens.access_token},
                      {"token_type", kTokenType},
                      {"expires_in", seconds_json(session.tokens.access_lifetime_ms)},
                      {"refresh_token", session.tokens.refresh_token}};
}

Json to_json(const SessionsResponse& response) {
  Json::Array sessions;
  for (const SessionInfo& session : response.sessions) sessions.push_back(to_json(session));
  return Json::Object{{"sessions", Json(std::move(sessions))}};
}

CodeResponse read_code_response(const JsonReader& reader) {
  CodeResponse response;
  response.expires_in_ms = read_seconds(reader["expires_in"]);
  response.resend_after_ms = read_seconds(reader["resend_after"]);
  return response;
}

SessionResponse read_session_response(const JsonReader& reader) {
  Session session;
  session.id = reader["session_id"].uuid();
  session.account = reader["account_id"].integer(0, INT64_MAX);
  session.email = reader["email"].text();
  session.tokens.access_token = read_short(reader["access_token"], kTokenBytesMax);
  session.tokens.access_lifetime_ms = read_seconds(reader["expires_in"]);
  session.tokens.refresh_token = read_short(reader["refresh_token"], kTokenBytesMax);
  return {std::move(session)};
}

SessionsResponse read_sessions_response(const JsonReader& reader) {
  SessionsResponse response;
  reader["sessions"].for_each(
      [&](const JsonReader& session) { response.sessions.push_back(read_session_info(session)); });
  return response;
}

}  // namespace srl
