// SPDX-License-Identifier: MIT
#include "protocol/auth_json.h"

#include <cstdint>

#include "base/limits.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kTokenType = "Bearer";

std::int64_t seconds_of(DurationMs duration_ms) { return duration_ms / kSecondMs; }

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

// It stands for a device in conflicts and in the list of sessions: it must be there, and in one
// line.
std::string read_device_id(const JsonReader& reader) {
  std::string id = read_short(reader, kDeviceIdBytesMax);
  if (!reader.ok()) return id;
  if (is_blank(id))
    reader.fail(ErrorCode::bad_value, "is empty, give the device a name of its own");
  if (has_control_character(id, false)) {
    reader.fail(ErrorCode::bad_value, "holds a control character: remove it");
  }
  return id;
}

void write_json(JsonWriter& json, const SessionInfo& session) {
  json.begin_object();
  json.member("created_at", session.created_at);
  json.member("current", session.is_current);
  json.member("device_id", session.device_id);
  json.member("id", session.id);
  json.member("last_used_at", session.last_used_at);
  json.end_object();
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

void write_json(JsonWriter& json, const CodeRequest& request) {
  json.begin_object();
  json.member("email", request.email);
  json.end_object();
}

void write_json(JsonWriter& json, const VerifyRequest& request) {
  json.begin_object();
  json.member("code", request.code);
  json.member("device_id", request.device_id);
  json.member("email", request.email);
  json.end_object();
}

void write_json(JsonWriter& json, const GuestRequest& request) {
  json.begin_object();
  json.member("device_id", request.device_id);
  if (!request.join_code.empty()) json.member("join_code", request.join_code);
  if (!request.refresh_token.empty()) json.member("refresh_token", request.refresh_token);
  json.end_object();
}

void write_json(JsonWriter& json, const RefreshRequest& request) {
  json.begin_object();
  json.member("refresh_token", request.refresh_token);
  json.end_object();
}

CodeRequest read_code_request(const JsonReader& reader) {
  return {read_short(reader["email"], kEmailBytesMax)};
}

VerifyRequest read_verify_request(const JsonReader& reader) {
  VerifyRequest request;
  request.email = read_short(reader["email"], kEmailBytesMax);
  request.code = read_short(reader["code"], kCodeBytesMax);
  request.device_id = read_device_id(reader["device_id"]);
  return request;
}

GuestRequest read_guest_request(const JsonReader& reader) {
  GuestRequest request;
  request.device_id = read_device_id(reader["device_id"]);
  const auto read_if_any = [](const JsonReader& member, std::size_t bytes_max) {
    if (!member.exists()) return std::string();
    std::string text = read_short(member, bytes_max);
    if (text.empty()) {
      member.fail(ErrorCode::bad_value, "is empty, leave it out for an account of its own");
    }
    return text;
  };
  request.refresh_token = read_if_any(reader["refresh_token"], kTokenBytesMax);
  request.join_code = read_if_any(reader["join_code"], kCodeBytesMax);
  return request;
}

RefreshRequest read_refresh_request(const JsonReader& reader) {
  return {read_short(reader["refresh_token"], kTokenBytesMax)};
}

void write_json(JsonWriter& json, const CodeResponse& response) {
  json.begin_object();
  json.member("expires_in", seconds_of(response.expires_in_ms));
  json.member("resend_after", seconds_of(response.resend_after_ms));
  json.end_object();
}

void write_json(JsonWriter& json, const JoinCodeResponse& response) {
  json.begin_object();
  json.member("code", response.code);
  json.member("expires_in", seconds_of(response.expires_in_ms));
  json.end_object();
}

void write_json(JsonWriter& json, const SessionResponse& response) {
  const Session& session = response.session;
  json.begin_object();
  json.member("access_token", session.tokens.access_token);
  json.member("account_id", session.account);
  json.member("email", session.email);
  json.member("expires_in", seconds_of(session.tokens.access_lifetime_ms));
  json.member("refresh_token", session.tokens.refresh_token);
  json.member("session_id", session.id);
  json.member("token_type", kTokenType);
  json.end_object();
}

void write_json(JsonWriter& json, const SessionsResponse& response) {
  json.begin_object();
  json.key("sessions");
  json.list(response.sessions, [&](const SessionInfo& session) { write_json(json, session); });
  json.end_object();
}

CodeResponse read_code_response(const JsonReader& reader) {
  CodeResponse response;
  response.expires_in_ms = read_seconds(reader["expires_in"]);
  response.resend_after_ms = read_seconds(reader["resend_after"]);
  return response;
}

JoinCodeResponse read_join_code_response(const JsonReader& reader) {
  JoinCodeResponse response;
  response.code = read_short(reader["code"], kCodeBytesMax);
  response.expires_in_ms = read_seconds(reader["expires_in"]);
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
