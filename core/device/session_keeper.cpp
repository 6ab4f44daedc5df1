// SPDX-License-Identifier: MIT
#include "device/session_keeper.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace srl {
namespace {

// Tokens are refreshed when so much of their lifetime is over.
constexpr std::int64_t kRefreshAtPercent = 80;

std::string_view refresh_failure_reason(ErrorCode code) {
  switch (code) {
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::unreachable: return "unreachable";
    case ErrorCode::unavailable:
    case ErrorCode::storage_failed:
    case ErrorCode::commit_in_doubt: return "unavailable";
    default: return "rejected";
  }
}

Status not_possible(const char* why) { return make_error(ErrorCode::not_possible, why); }

// As many as were ended: one.
void forget_listed(std::vector<SessionInfo>& sessions, const std::string& device_id) {
  const auto gone = std::find_if(sessions.begin(), sessions.end(), [&](const SessionInfo& session) {
    return !session.is_current && session.device_id == device_id;
  });
  if (gone != sessions.end()) sessions.erase(gone);
}

}  // namespace

bool is_email_address(const std::string& email) {
  const std::size_t at = email.find('@');
  return at != std::string::npos && at > 0 && at + 1 < email.size() &&
         email.size() <= kEmailBytesMax;
}

bool is_unauthorized(ErrorCode code) {
  return code == ErrorCode::unauthenticated || code == ErrorCode::token_expired ||
         code == ErrorCode::session_ended;
}

void note_refused(Recorder& recorder, Route route) {
  recorder.event(EventKind::connection_refused, kNoIntent, 0, 0, name_of(route));
  recorder.metrics().add(Metric::sync_requests_refused);
}

void SessionKeeper::start(bool online, RequestId first_request) {
  memory_ = Memory{};
  memory_.online = online;
  memory_.next_request = first_request | kRequestIds;
  memory_.session = ports_.secrets.load();
  memory_.tokens_since_ms = now_ms();
}

void SessionKeeper::set_online(bool online) {
  memory_.online = online;
  if (online) return trigger(RetryTrigger::reconnect);
  ports_.timers.cancel(TimerKind::session_retry);
  on_timeout();
}

void SessionKeeper::trigger(RetryTrigger trigger) {
  if (memory_.retry.consecutive_failures == 0) return;  // nothing waits for it
  settings_.policies.retry->on_trigger(memory_.retry, trigger, now_ms(), ports_.random);
}

SessionState SessionKeeper::state() const {
  if (is_signed_in()) {
    const bool refreshes = memory_.current.id != 0 && memory_.current.route == Route::refresh;
    const bool will_refresh = memory_.is_expired && memory_.retry.not_before_ms > now_ms();
    return refreshes || will_refresh ? SessionState::refreshing : SessionState::signed_in;
  }
  if (!memory_.code_email.empty()) return SessionState::code_sent;
  return needs_sign_in() ? SessionState::sign_in_needed : SessionState::signed_out;
}

// --------------------------------------------------------------------------------------- gestures

Status SessionKeeper::can_ask() const {
  if (!memory_.online) return not_possible("there is no network: signing in needs the server");
  if (memory_.current.id != 0 && !is_listing()) {
    return not_possible("the last request has not been answered yet");
  }
  return {};
}

// The list of sessions is on its way, and only to be looked at: it gives way to what a person asks.
bool SessionKeeper::is_listing() const {
  return memory_.current.id != 0 && memory_.current.route == Route::sessions &&
         memory_.device_to_revoke.empty();
}

Status SessionKeeper::request_code(const std::string& email) {
  if (!is_email_address(email)) {
    return make_error(ErrorCode::bad_value, "\"" + email + "\" is not an e-mail address");
  }
  if (is_signed_in()) return not_possible("a user is signed in: sign out first");
  SRL_TRY(can_ask());
  memory_.code_email = email;  // the code may arrive even if the answer doesn't
  memory_.problem = ErrorCode::none;
  send(CodeRequest{email});
  return {};
}

Status SessionKeeper::enter_code(const std::string& code) {
  if (is_signed_in()) return not_possible("a user is signed in: sign out first");
  if (memory_.code_email.empty()) return not_possible("ask for a code first");
  SRL_TRY(can_ask());
  memory_.problem = ErrorCode::none;
  send(VerifyRequest{memory_.code_email, code, settings_.device_id});
  return {};
}

Status SessionKeeper::sign_in_as_guest(GuestRequest how) {
  const bool joins = memory_.session.belongs_to_guest() && !how.join_code.empty();
  if (is_signed_in() && !joins) return not_possible("a user is signed in: sign out first");
  SRL_TRY(can_ask());
  memory_.problem = ErrorCode::none;
  how.device_id = settings_.device_id;
  send(std::move(how));
  return {};
}

Status SessionKeeper::ask_join_code() {
  if (!is_signed_in()) return not_possible("nobody is signed in");
  SRL_TRY(can_ask());
  memory_.problem = ErrorCode::none;
  memory_.join_code.clear();
  send(JoinCodeRequest{});
  return {};
}

Status SessionKeeper::revoke_session(const std::string& device_id) {
  if (!is_signed_in()) return not_possible("nobody is signed in");
  if (device_id == settings_.device_id) {
    return not_possible("this is the device itself: sign out instead");
  }
  SRL_TRY(can_ask());
  memory_.problem = ErrorCode::none;
  memory_.device_to_revoke = device_id;
  send(SessionsRequest{});
  return {};
}

Status SessionKeeper::ask_sessions() {
  if (!is_signed_in()) return not_possible("nobody is signed in");
  SRL_TRY(can_ask());
  memory_.problem = ErrorCode::none;
  memory_.device_to_revoke.clear();
  send(SessionsRequest{});
  return {};
}

// The service is told, but not waited for: it may be out of reach.
void SessionKeeper::log_out_at_service() {
  ports_.timers.cancel(TimerKind::session_timeout);
  ports_.timers.cancel(TimerKind::session_retry);
  if (is_signed_in() && memory_.online) send(LogoutRequest{});
  memory_.current = Outstanding{};
}

void SessionKeeper::sign_out() {
  log_out_at_service();
  const bool online = memory_.online;
  const RequestId next_request = memory_.next_request;
  memory_ = Memory{};
  memory_.online = online;
  memory_.next_request = next_request;
  ports_.secrets.clear();
}

void SessionKeeper::send(RequestBody body, std::string refresh_token) {
  auto request = std::make_shared<const Request>(Request{std::move(body), access_token()});
  const Route route = route_of(*request);
  memory_.current = {memory_.next_request++, route, std::move(refresh_token)};
  ports_.recorder.metrics().add(Metric::sync_requests, name_of(route));
  ports_.timers.set(TimerKind::session_timeout, kRequestTimeoutMs);
  ports_.transport.send(memory_.current.id, std::move(request));
}

// ---------------------------------------------------------------------------------------- refresh

bool SessionKeeper::is_refresh_due() const {
  if (memory_.is_expired) return true;
  const DurationMs lifetime_ms = memory_.session.tokens.access_lifetime_ms;
  if (!policy().refreshes_ahead() || lifetime_ms == 0) return false;
  const DurationMs age_ms = now_ms() - memory_.tokens_since_ms;
  return age_ms >= lifetime_ms * kRefreshAtPercent / 100;
}

bool SessionKeeper::is_ready(bool person_acts) {
  if (!is_signed_in()) return false;
  if (!is_refresh_due()) return true;
  if (!policy().may_refresh(person_acts)) return !memory_.is_expired;
  if (memory_.current.id != 0) return false;
  const DurationMs wait_ms = memory_.retry.not_before_ms - now_ms();
  if (wait_ms > 0 || memory_.retry.queue_waits_for_trigger) {
    if (wait_ms > 0) ports_.timers.set(TimerKind::session_retry, wait_ms);
    return !memory_.is_expired;  // until they expire, the old tokens will do
  }
  refresh();
  return !is_refresh_due() && memory_.current.id == 0;
}

void SessionKeeper::refresh() {
  if (policy().rereads_stored_tokens() && take_stored_tokens()) return;
  settings_.policies.retry->on_attempt(memory_.retry);
  const std::string token = memory_.session.tokens.refresh_token;
  send(RefreshRequest{token}, token);
}

// Another tab of this device may have got new ones.
bool SessionKeeper::take_stored_tokens() {
  const Session stored = ports_.secrets.load();
  const bool is_other = stored.account == account() && !stored.tokens.refresh_token.empty() &&
                        !(stored.tokens == memory_.session.tokens);
  if (!is_other) return false;
  memory_.session = stored;
  memory_.tokens_since_ms = now_ms();
  memory_.is_expired = false;
  ports_.recorder.event(EventKind::tokens_refreshed, kNoIntent, 0, 0, "taken from another tab");
  return true;
}

void SessionKeeper::on_unauthorized(const std::string& access_token, ErrorCode code) {
  if (!is_signed_in() || access_token != memory_.session.tokens.access_token) return;
  if (policy().rereads_stored_tokens() && take_stored_tokens()) return;
  if (code == ErrorCode::session_ended) return end();
  if (!memory_.is_expired) {
    ports_.recorder.event(EventKind::token_expired, kNoIntent, 0, 0, error_name(code));
  }
  memory_.is_expired = true;
}

// The account is remembered: its rows and its queue stay.
void SessionKeeper::end() {
  memory_.session.tokens = Tokens{};
  memory_.is_expired = false;
  ports_.secrets.save(memory_.session);
  ports_.recorder.event(EventKind::sign_in_needed, kNoIntent, 0, 0, memory_.session.email);
  ports_.recorder.metrics().add(Metric::auth_sessions_lost);
}

// ---------------------------------------------------------------------------------------- answers

bool SessionKeeper::leaves_account(RequestId id, const Result<Response>& response) const {
  if (id != memory_.current.id || !is_signed_in() || !response.ok()) return false;
  const auto* answer = std::get_if<SessionResponse>(&response->body);
  return answer != nullptr && answer->session.account != account();
}

bool SessionKeeper::on_response(RequestId id, const Result<Response>& response) {
  const bool is_late = id == memory_.given_up.id && id != 0;
  if (!is_late && id != memory_.current.id) return false;
  const Outstanding request = is_late ? memory_.given_up : memory_.current;
  (is_late ? memory_.given_up : memory_.current) = Outstanding{};
  if (is_late && request.refresh_token != memory_.session.tokens.refresh_token) return false;
  if (!is_late) ports_.timers.cancel(TimerKind::session_timeout);
  if (!is_late && !response.ok()) note_refused(ports_.recorder, request.route);

  const auto* problem = response.ok() ? std::get_if<Problem>(&response->body) : nullptr;
  if (!response.ok() || problem != nullptr) {
    if (is_late) return false;
    FailedAttempt failed{response.ok() ? ErrorCode::none : response.error().code};
    if (problem != nullptr) failed = {problem->code, problem->retry_after_ms};
    if (request.route != Route::refresh) {
      memory_.problem = failed.code;
      return false;
    }
    return take_refresh_refusal(request.refresh_token, failed);
  }
  if (const auto* session = std::get_if<SessionResponse>(&response->body)) {
    take_session(request, session->session);
    return true;
  }
  if (const auto* sessions = std::get_if<SessionsResponse>(&response->body)) {
    take_sessions(*sessions);
  } else if (const auto* join = std::get_if<JoinCodeResponse>(&response->body)) {
    memory_.join_code = join->code;
  } else if (request.route == Route::session_delete) {
    forget_listed(memory_.sessions, memory_.device_to_revoke);
  }
  return false;
}

// Has another tab stored newer tokens since the request went out? Its answer may have been held
// back for so long that its tokens are old by now, and coming with old ones would be taken for
// theft.
bool SessionKeeper::is_overtaken(const Outstanding& request) const {
  if (request.route != Route::refresh || !policy().rereads_stored_tokens()) return false;
  const Session stored = ports_.secrets.load();
  return stored.account == account() && !stored.tokens.refresh_token.empty() &&
         stored.tokens.refresh_token != request.refresh_token;
}

void SessionKeeper::take_session(const Outstanding& request, const Session& session) {
  settings_.policies.retry->on_success(memory_.retry, now_ms());
  ports_.timers.cancel(TimerKind::session_retry);
  if (is_overtaken(request)) {
    take_stored_tokens();
    return;
  }
  if (account() != session.account) log_out_at_service();
  const bool is_refresh = is_signed_in() && account() == session.account;
  if (!is_refresh) memory_.sessions.clear();
  if (!is_refresh) memory_.join_code.clear();
  memory_.session = session;
  memory_.tokens_since_ms = now_ms();
  memory_.is_expired = false;
  memory_.code_email.clear();
  memory_.problem = ErrorCode::none;
  ports_.secrets.save(session);
  ports_.recorder.event(is_refresh ? EventKind::tokens_refreshed : EventKind::signed_in, kNoIntent,
                        0, 0, is_refresh ? "" : session.email);
}

// Only the service can end a session; a network that fails has nothing to say about it.
bool SessionKeeper::take_refresh_refusal(const std::string& refresh_token,
                                         const FailedAttempt& failed) {
  if (!is_unauthorized(failed.code)) {
    refresh_failed(failed);
    return false;
  }
  const bool is_ours = refresh_token == memory_.session.tokens.refresh_token;
  if (policy().rereads_stored_tokens() && take_stored_tokens()) return true;
  if (is_ours) end();
  return true;
}

void SessionKeeper::refresh_failed(const FailedAttempt& failed) {
  settings_.policies.retry->on_failure(memory_.retry, failed, now_ms(), ports_.random);
  const DurationMs wait_ms = memory_.retry.not_before_ms - now_ms();
  ports_.recorder.event(EventKind::refresh_failed, kNoIntent, wait_ms > 0 ? wait_ms : 0, 0,
                        error_name(failed.code));
  ports_.recorder.metrics().add(Metric::auth_refresh_failures, refresh_failure_reason(failed.code));
  if (memory_.online) ports_.timers.set(TimerKind::session_retry, wait_ms > 0 ? wait_ms : 1);
}

void SessionKeeper::on_timeout() {
  if (memory_.current.id == 0) return;
  const Outstanding request = memory_.current;
  memory_.current = Outstanding{};
  ports_.timers.cancel(TimerKind::session_timeout);
  const ErrorCode code = memory_.online ? ErrorCode::timeout : ErrorCode::unreachable;
  if (memory_.online) ports_.recorder.metrics().add(Metric::sync_request_timeouts);
  if (request.route != Route::refresh) {
    memory_.problem = code;
    return;
  }
  memory_.given_up = request;
  refresh_failed({code});
}

void SessionKeeper::take_sessions(const SessionsResponse& response) {
  memory_.sessions = response.sessions;
  if (memory_.device_to_revoke.empty()) return;
  for (const SessionInfo& session : response.sessions) {
    if (session.is_current || session.device_id != memory_.device_to_revoke) continue;
    send(SessionDeleteRequest{session.id});
    return;
  }
  memory_.problem = ErrorCode::not_found;
}

}  // namespace srl
