// SPDX-License-Identifier: MIT
// The messages of auth_messages.h as JSON. Durations are whole seconds, as OAuth has them
// (RFC 6749 §5.1), rounded down: a token never lives shorter than its holder was told.
#pragma once

#include "base/result.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"
#include "protocol/messages.h"

namespace srl {

void write_json(JsonWriter& json, const CodeRequest& request);    // {"email"}
void write_json(JsonWriter& json, const VerifyRequest& request);  // {"email", "code", "device_id"}
void write_json(JsonWriter& json,
                const GuestRequest& request);  // {"device_id", "join_code", "refresh_token"}
void write_json(JsonWriter& json, const RefreshRequest& request);  // {"refresh_token"}
CodeRequest read_code_request(const JsonReader& reader);
VerifyRequest read_verify_request(const JsonReader& reader);
GuestRequest read_guest_request(const JsonReader& reader);
RefreshRequest read_refresh_request(const JsonReader& reader);

void write_json(JsonWriter& json, const CodeResponse& response);  // {"expires_in", "resend_after"}
// {"session_id", "account_id", "email", "access_token", "token_type": "Bearer", "expires_in",
//  "refresh_token"}
void write_json(JsonWriter& json, const SessionResponse& response);
// {"sessions": [{"id", "device_id", "created_at", "last_used_at", "current"}]}
void write_json(JsonWriter& json, const SessionsResponse& response);
void write_json(JsonWriter& json, const JoinCodeResponse& response);  // {"code", "expires_in"}
JoinCodeResponse read_join_code_response(const JsonReader& reader);
CodeResponse read_code_response(const JsonReader& reader);
SessionResponse read_session_response(const JsonReader& reader);
SessionsResponse read_sessions_response(const JsonReader& reader);

}  // namespace srl
