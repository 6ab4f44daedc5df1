// SPDX-License-Identifier: MIT
// What the service knows besides the request.
#pragma once

#include <string>

#include "base/limits.h"
#include "policies/catalog.h"
#include "ports/crypto.h"
#include "ports/random_source.h"
#include "service/outcome.h"

namespace srl {

inline constexpr DurationMs kAccessLifetimeMs = 15 * kMinuteMs;

// How people may sign in here, and for how long it holds.
struct SignInRules {
  DurationMs access_lifetime_ms = kAccessLifetimeMs;
  bool allows_guests = false;
  bool mails_codes = true;            // false: there is no way to an inbox
  bool refresh_is_idempotent = true;  // a repeated refresh gives the current tokens again
};

struct ServiceContext {
  TimeMs now_ms = 0;
  const Policies& policies;
  RandomSource& random;
  Crypto& crypto;
  SignInRules sign_in = {};
  DurationMs tombstones_kept_ms = Limits{}.tombstones_kept_ms;

  std::string client =
      {};  // where it comes from, as limits tell clients apart: an address, a device's name
  std::string_view epoch = {};  // of the process, drawn when it starts (service/account_history.h)

  // Whose request it is: execute() fills it in from the access token.
  AccountId account = kNobody;
  SessionId session = {};
  std::string device =
      {};  // the session's; empty: of a session from before devices had to have names
};

}  // namespace srl
