// SPDX-License-Identifier: MIT
// Sessions: who asks, and staying signed in. A session is one device's sign-in and one family of
// refresh tokens. Access tokens are short-lived and not stored; ending a session ends them all with
// the next request.
//
// The refresh token rotates (RFC 9700 §4.14), and the refresh is idempotent all the same, because a
// reply can be lost: who comes with the token before the current one has not saved the current one,
// and is given it again. After Supabase's auth server, version 2.
#pragma once

#include <string_view>

#include "ports/database.h"
#include "service/service_context.h"
#include "service/session_store.h"

namespace srl {

// Two tabs at one moment, or one request that the network has held back and repeated: three times
// as long as a device waits for an answer.
inline constexpr DurationMs kConcurrentRefreshMax = 3 * kRequestTimeoutMs;
inline constexpr std::int64_t kSessionsPerAccountMax = 100;  // the one used least lately ends

// Fills in the context's account and session. False when the token is none: then the outcome holds
// the refusal.
Result<bool> authenticate(Database& database, std::string_view access_token,
                          ServiceContext& context, Outcome& outcome);

// A session for a person who has shown who they are. Above the cap the oldest ends.
Result<Session> start_session(Database& database, const ServiceContext& context, AccountId account,
                              std::string_view device_id, Outcome& outcome);

// The account of the live session that the refresh token is of: kNobody when it is of none. The
// token stays as good as it is.
Result<AccountId> account_beside(Database& database, const ServiceContext& context,
                                 std::string_view refresh_token);

// The same session again, for a device that has shown twice who it is because the first answer was
// lost. Nothing when it has none since `since_ms`, has refreshed it already, or comes too late.
inline constexpr DurationMs kRepeatedSignInMax = 2 * kMinuteMs;
Result<std::optional<Session>> repeat_session(Database& database, const ServiceContext& context,
                                              AccountId account, std::string_view device_id,
                                              TimeMs since_ms);

Status refresh(Database& database, const ServiceContext& context, const RefreshRequest& request,
               Outcome& outcome);
Status log_out(Database& database, const ServiceContext& context, Outcome& outcome);
Status list_sessions(Database& database, const ServiceContext& context, Outcome& outcome);
Status end_session(Database& database, const ServiceContext& context,
                   const SessionDeleteRequest& request, Outcome& outcome);

}  // namespace srl
