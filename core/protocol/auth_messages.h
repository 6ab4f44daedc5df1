// SPDX-License-Identifier: MIT
// Signing in, staying signed in, and the list of an account's sessions, as messages.h has them.
#pragma once

#include <string>
#include <vector>

#include "model/session.h"

namespace srl {

// POST /v1/auth/otp → 202: sends a six-digit code by e-mail. The answer is the same for every
// address, known or not.
struct CodeRequest {
  std::string email;
};
struct CodeResponse {
  DurationMs expires_in_ms = 0;    // how long the code is good for
  DurationMs resend_after_ms = 0;  // when another one may be asked for
};

// POST /v1/auth/verify: the code for a session.
struct VerifyRequest {
  std::string email;
  std::string code;
  std::string device_id;
};

// POST /v1/auth/guest: a session without a name, where guests are allowed. Of an account of its
// own; or of another guest's, which this device joins: by the refresh token of a session that the
// same person has, such as another tab's, or by a one-time code from another device.
struct GuestRequest {
  std::string device_id;
  std::string refresh_token = {};
  std::string join_code = {};
};

// POST /v1/auth/join-code: a code to join the guest's account of the access token.
struct JoinCodeRequest {};
struct JoinCodeResponse {
  std::string code;  // as people read and type it
  DurationMs expires_in_ms = 0;
};

// POST /v1/auth/refresh: new tokens for the session of `refresh_token`.
struct RefreshRequest {
  std::string refresh_token;
};

// The answer to the three above.
struct SessionResponse {
  Session session;
};

// POST /v1/auth/logout → 204: ends the session of the access token.
struct LogoutRequest {};

// GET /v1/sessions: those of the account.
struct SessionsRequest {};
struct SessionsResponse {
  std::vector<SessionInfo> sessions;  // the newest first
};

// DELETE /v1/sessions/{id} → 204: ends one of the account's sessions.
struct SessionDeleteRequest {
  SessionId session;
};

// 204: done, and there is nothing more to say.
struct DoneResponse {};

}  // namespace srl
