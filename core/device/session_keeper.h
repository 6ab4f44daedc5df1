// SPDX-License-Identifier: MIT
// Keeps the device signed in: holds its tokens, refreshes them, and carries codes, sign-out and the
// revoking of other sessions to the service. One request at a time, so a refresh is sent once,
// whichever request was refused.
//
//   signed out ──(code)──▶ signed in ──(expired, or soon)──▶ refreshing ──(new tokens)──▶ signed in
//                             ▲                                  │ (network: tried again later)
//                             └──(code)── sign-in needed ◀──(the service has ended the session)
//
// What a 401 means for the queue is the auth policy's business and the sync engine's.
#pragma once

#include <string>
#include <vector>

#include "device/device_view.h"
#include "device/ports.h"
#include "protocol/messages.h"

namespace srl {

class SessionKeeper {
 public:
  // Requests about the session have ids of their own within a run of the app.
  static constexpr RequestId kRequestIds = RequestId{1} << 31;

  struct Outstanding {
    RequestId id = 0;  // 0: none
    Route route = Route::refresh;
    std::string refresh_token;  // that a refresh carries
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    Session session;             // nobody's: signed out; without tokens: sign-in needed
    TimeMs tokens_since_ms = 0;  // received; after a start unknown, and taken for new
    bool is_expired = false;     // the service has said so
    bool online = true;
    Outstanding current;
    Outstanding given_up;  // a refresh that may still be answered
    RequestId next_request = kRequestIds;
    RetryState retry;  // of the refresh
    std::string code_email;
    ErrorCode problem = ErrorCode::none;
    std::string device_to_revoke;
    std::vector<SessionInfo> sessions;  // of the account, as the service last listed them
    std::string join_code;              // for another device, to join the guest's account
  };

  SessionKeeper(DevicePorts& ports, const DeviceSettings& settings)
      : ports_(ports), settings_(settings) {}

  const Memory& memory() const { return memory_; }
  void restore(const Memory& memory) { memory_ = memory; }

  // Takes up the stored session. `first_request` as in SyncEngine::start.
  void start(bool online, RequestId first_request);
  void set_online(bool online);
  void trigger(RetryTrigger trigger);

  // What the person does. Errors: bad_value for an address that is none, not_possible with what to
  // do instead. The answers show up in the view.
  Status request_code(const std::string& email);
  Status enter_code(const std::string& code);
  // The request names this device. A guest may send a join code while signed in: the session stays
  // until the answer.
  Status sign_in_as_guest(GuestRequest how);
  Status ask_join_code();
  Status revoke_session(const std::string& device_id);
  Status ask_sessions();  // the list in the memory is brought up to date
  void sign_out();

  // For the sync engine: may a request go out now? Begins a refresh when one is due.
  bool is_ready(bool person_acts);
  const std::string& access_token() const { return memory_.session.tokens.access_token; }
  // A request with `access_token` was answered 401. An answer to an older token says nothing.
  void on_unauthorized(const std::string& access_token, ErrorCode code);

  AccountId account() const { return memory_.session.account; }
  bool is_signed_in() const { return !memory_.session.tokens.refresh_token.empty(); }
  bool needs_sign_in() const { return account() != kNobody && !is_signed_in(); }
  // Work waits for tokens, or for the person to sign in again.
  bool is_paused() const { return memory_.is_expired || needs_sign_in(); }
  SessionState state() const;

  // Does this answer replace the session that is signed in by one of another account?
  bool leaves_account(RequestId id, const Result<Response>& response) const;
  // True when the session or its tokens are others than before.
  bool on_response(RequestId id, const Result<Response>& response);
  void on_timeout();

 private:
  Status can_ask() const;
  bool is_listing() const;
  void send(RequestBody body, std::string refresh_token = {});
  void log_out_at_service();
  bool is_refresh_due() const;
  bool take_stored_tokens();
  void refresh();
  bool is_overtaken(const Outstanding& request) const;
  void take_session(const Outstanding& request, const Session& session);
  bool take_refresh_refusal(const std::string& refresh_token, const FailedAttempt& failed);
  void refresh_failed(const FailedAttempt& failed);
  void take_sessions(const SessionsResponse& response);
  void end();

  const AuthPolicy& policy() const { return *settings_.policies.auth; }
  TimeMs now_ms() const { return ports_.clock.monotonic_ms(); }

  DevicePorts& ports_;
  const DeviceSettings& settings_;
  Memory memory_;
};

// Could a code be sent there?
bool is_email_address(const std::string& email);

// Is it one of the answers 401 to a request's access token?
bool is_unauthorized(ErrorCode code);

// No server has answered a request at all.
void note_refused(Recorder& recorder, Route route);

}  // namespace srl
