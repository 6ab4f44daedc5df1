// SPDX-License-Identifier: MIT
#include "service/auth.h"

#include <algorithm>

#include "base/enum_names.h"
#include "base/http_status.h"
#include "service/account_store.h"
#include "service/job_store.h"
#include "service/token.h"

namespace srl {
namespace {

bool reject(Outcome& outcome, std::string_view reason, ErrorCode code, std::string detail) {
  outcome.count(Metric::auth_rejections, reason);
  outcome.event(EventKind::request_unauthenticated, kNoIntent, 0, reason);
  outcome.refuse(make_error(code, std::move(detail)));
  return false;
}

// The stored session as its device holds it, with an access token that is made now.
Session as_device_holds(const ServiceContext& context, const StoredSession& stored) {
  const DurationMs lifetime_ms = context.sign_in.access_lifetime_ms;
  const Token access{TokenKind::access, stored.id, stored.access_number,
                     context.now_ms + lifetime_ms};
  const Token refresh{TokenKind::refresh, stored.id, stored.refresh_number};
  Session session{stored.id, stored.account, stored.email, {}};
  session.tokens.access_token = format_token(context.crypto, access);
  session.tokens.access_lifetime_ms = lifetime_ms;
  session.tokens.refresh_token = format_token(context.crypto, refresh);
  return session;
}

SessionId new_session_id(const ServiceContext& context) {
  const std::string bytes = context.crypto.random(2 * sizeof(std::uint64_t));
  std::uint64_t words[2] = {0, 0};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::uint64_t& word = words[i / sizeof(std::uint64_t)];
    word = (word << 8) | static_cast<unsigned char>(bytes[i]);
  }
  return make_uuid_v7(context.now_ms, words[0], words[1]);
}

constexpr std::int64_t kFirstRefreshNumber = 1;

// What becomes of a refresh, as the metric names it.
enum class Refresh { rotated, reissued_unsaved, reissued_concurrent, replay_revoked, expired };
constexpr std::string_view kInvalid = "invalid";

Refresh decide(const ServiceContext& context, const StoredSession& session, const Token& token) {
  const DurationMs idle_ms = context.now_ms - session.refreshed_at;
  if (session.is_over(context.now_ms)) return Refresh::expired;
  const std::int64_t behind = session.refresh_number - token.number;
  if (behind == 0) return Refresh::rotated;
  if (!context.sign_in.refresh_is_idempotent) return Refresh::replay_revoked;
  // A token from the future: the database was restored from a backup. It was ours to give.
  if (behind < 0) return Refresh::rotated;
  if (behind == 1) return Refresh::reissued_unsaved;
  if (idle_ms <= kConcurrentRefreshMax) return Refresh::reissued_concurrent;
  return Refresh::replay_revoked;
}

Status end(Database& database, AccountId account, const SessionId& id, std::string_view why,
           Outcome& outcome) {
  const Result<int> ended = delete_session(database, account, id);
  if (!ended.ok()) return ended.error();
  outcome.move(Metric::auth_sessions, -*ended);
  if (*ended > 0) outcome.event(EventKind::session_ended, kNoIntent, 0, why);
  return {};
}

Status refuse_refresh(Outcome& outcome, std::string_view why, std::string detail) {
  outcome.count(Metric::auth_refreshes, why);
  outcome.refuse(make_error(ErrorCode::session_ended, std::move(detail)));
  return {};
}

}  // namespace

Result<bool> authenticate(Database& database, std::string_view access_token,
                          ServiceContext& context, Outcome& outcome) {
  if (access_token.empty()) {
    return reject(outcome, "missing", ErrorCode::unauthenticated,
                  "send Authorization: Bearer and the token from signing in");
  }
  const std::optional<Token> token = parse_token(context.crypto, TokenKind::access, access_token);
  if (!token) {
    return reject(outcome, "invalid", ErrorCode::unauthenticated,
                  "the access token is none of this server's: sign in, or refresh it");
  }
  Result<std::optional<StoredSession>> session = read_session(database, token->session);
  if (!session.ok()) return session.error();
  if (!session->has_value() || (*session)->is_over(context.now_ms)) {
    return reject(outcome, "ended", ErrorCode::session_ended,
                  "it was ended here, on another device, or by not being used");
  }
  if (token->number < (*session)->access_floor || context.now_ms >= token->expires_at) {
    return reject(outcome, "expired", ErrorCode::token_expired, "POST /v1/auth/refresh");
  }
  context.account = (*session)->account;
  context.session = token->session;
  context.device = (*session)->device_id;
  return true;
}

Result<Session> start_session(Database& database, const ServiceContext& context, AccountId account,
                              std::string_view device_id, Outcome& outcome) {
  StoredSession stored;
  stored.id = new_session_id(context);
  stored.account = account;
  stored.device_id = device_id;
  stored.created_at = context.now_ms;
  stored.refreshed_at = context.now_ms;
  stored.refresh_number = kFirstRefreshNumber;
  stored.access_number = 1;
  SRL_TRY(insert_subscription(database, account, device_id, context.now_ms));
  SRL_TRY(insert_session(database, stored));
  SRL_TRY(note_guest_used(database, account, context.now_ms));
  const Result<int> ended = delete_sessions_beyond(database, account, kSessionsPerAccountMax);
  if (!ended.ok()) return ended.error();
  outcome.move(Metric::auth_sessions, 1 - *ended);
  outcome.event(EventKind::session_started, kNoIntent, account, device_id);
  Result<std::optional<StoredSession>> whole = read_session(database, stored.id);
  if (!whole.ok()) return whole.error();
  return as_device_holds(context, whole->value_or(stored));
}

Result<std::optional<Session>> repeat_session(Database& database, const ServiceContext& context,
                                              AccountId account, std::string_view device_id,
                                              TimeMs since_ms) {
  const Result<std::vector<StoredSession>> stored = sessions_of(database, account, context.now_ms);
  if (!stored.ok()) return stored.error();
  const TimeMs earliest_ms = std::max(since_ms, context.now_ms - kRepeatedSignInMax);
  for (const StoredSession& session : *stored) {
    const bool is_meant =
        session.device_id == device_id && session.refresh_number == kFirstRefreshNumber;
    if (!is_meant || session.created_at < earliest_ms) continue;
    return std::optional<Session>(as_device_holds(context, session));
  }
  return std::optional<Session>();
}

Status refresh(Database& database, const ServiceContext& context, const RefreshRequest& request,
               Outcome& outcome) {
  const std::optional<Token> token =
      parse_token(context.crypto, TokenKind::refresh, request.refresh_token);
  if (!token) {
    return refuse_refresh(outcome, kInvalid, "the refresh token is none of this server's");
  }
  Result<std::optional<StoredSession>> stored = read_session(database, token->session);
  if (!stored.ok()) return stored.error();
  if (!stored->has_value()) {
    return refuse_refresh(outcome, kInvalid, "it was ended here, or on another device");
  }
  StoredSession& session = **stored;
  const Refresh verdict = decide(context, session, *token);
  const std::string_view name = name_of(verdict);
  if (verdict == Refresh::expired || verdict == Refresh::replay_revoked) {
    SRL_TRY(end(database, session.account, session.id, name, outcome));
    return refuse_refresh(outcome, name,
                          verdict == Refresh::expired
                              ? "it was not used for too long"
                              : "an old refresh token came again: another person may hold it");
  }
  if (verdict == Refresh::rotated) {
    session.refresh_number = token->number + 1;
    session.refreshed_at = context.now_ms;
  }
  ++session.access_number;
  SRL_TRY(update_session(database, session));
  SRL_TRY(note_guest_used(database, session.account, context.now_ms));
  outcome.count(Metric::auth_refreshes, name);
  outcome.event(EventKind::session_refreshed, kNoIntent, session.account, name);
  outcome.response = {http::kOk, SessionResponse{as_device_holds(context, session)}};
  return {};
}

Result<AccountId> account_beside(Database& database, const ServiceContext& context,
                                 std::string_view refresh_token) {
  const std::optional<Token> token = parse_token(context.crypto, TokenKind::refresh, refresh_token);
  if (!token) return AccountId{kNobody};
  Result<std::optional<StoredSession>> stored = read_session(database, token->session);
  if (!stored.ok()) return stored.error();
  const bool is_live = stored->has_value() && !(*stored)->is_over(context.now_ms);
  if (!is_live) return AccountId{kNobody};
  // One behind is the token of a device whose last refresh was not answered.
  const std::int64_t behind = (*stored)->refresh_number - token->number;
  return behind == 0 || behind == 1 ? (*stored)->account : AccountId{kNobody};
}

Status log_out(Database& database, const ServiceContext& context, Outcome& outcome) {
  SRL_TRY(end(database, context.account, context.session, "signed out", outcome));
  outcome.response = {http::kNoContent, DoneResponse{}};
  return {};
}

Status list_sessions(Database& database, const ServiceContext& context, Outcome& outcome) {
  const Result<std::vector<StoredSession>> stored =
      sessions_of(database, context.account, context.now_ms);
  if (!stored.ok()) return stored.error();
  SessionsResponse reply;
  for (const StoredSession& session : *stored) {
    reply.sessions.push_back({session.id, session.device_id, session.created_at,
                              session.refreshed_at, session.id == context.session});
  }
  outcome.response = {http::kOk, std::move(reply)};
  return {};
}

Status end_session(Database& database, const ServiceContext& context,
                   const SessionDeleteRequest& request, Outcome& outcome) {
  Result<std::optional<StoredSession>> stored = read_session(database, request.session);
  if (!stored.ok()) return stored.error();
  // Another account's session is as good as none: its id must not even be confirmed.
  if (!stored->has_value() || (*stored)->account != context.account) {
    outcome.refuse(make_error(ErrorCode::not_found, "the account has no such session"));
    return {};
  }
  SRL_TRY(end(database, context.account, request.session, "revoked", outcome));
  outcome.response = {http::kNoContent, DoneResponse{}};
  return {};
}

}  // namespace srl
