// SPDX-License-Identifier: MIT
// Who a person is. An account is a user; a session is one device's sign-in to an account, and lives
// on through every refresh of its tokens. Tokens are opaque text to everybody but the service.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"

namespace srl {

using AccountId = std::int64_t;
inline constexpr AccountId kNobody = 0;        // anonymous: nobody is signed in
inline constexpr AccountId kFirstAccount = 1;  // the guests' of a server, ada's in the simulation

using SessionId = Uuid;

// As a device holds them.
struct Tokens {
  std::string access_token;           // short-lived, goes with every request
  DurationMs access_lifetime_ms = 0;  // from when it was received
  std::string refresh_token;          // brings the next pair

  friend bool operator==(const Tokens&, const Tokens&) = default;
};

// A guest's account is known by no address.
inline bool is_guest(AccountId account, std::string_view email) {
  return account != kNobody && email.empty();
}

struct Session {
  SessionId id;
  AccountId account = kNobody;
  std::string email;  // empty: a guest's
  Tokens tokens;

  bool belongs_to_guest() const { return is_guest(account, email); }

  friend bool operator==(const Session&, const Session&) = default;
};

// A session as its account's list of them shows it: nothing in it lets anybody sign in.
struct SessionInfo {
  SessionId id;
  std::string device_id;
  TimeMs created_at = 0;
  TimeMs last_used_at = 0;  // sign-in or refresh
  bool is_current = false;  // the one that asks

  friend bool operator==(const SessionInfo&, const SessionInfo&) = default;
};

}  // namespace srl
