// SPDX-License-Identifier: MIT
// Showing who you are: a six-digit code by e-mail, or nothing at all where guests are allowed.
// There are no passwords. An account is made when its first code is typed in; until then nobody can
// tell an address with an account from one without.
//
// Limits are of a client (its network address) and of a person (their e-mail address). What one
// client does makes no other wait: a code that another person asked for is in the person's inbox
// and good, and the tries at it are each client's own.
//
// Guessing: a code stands against 5 tries of a client and 25 in all. A client gets some 20 codes a
// day for one person, so that a day of guessing from one address succeeds once in 10,000 days. Of
// many addresses together a person gets 20 codes in quick succession, then one an hour.
#pragma once

#include "model/sign_in_names.h"
#include "ports/database.h"
#include "service/rate_limit.h"
#include "service/service_context.h"

namespace srl {

inline constexpr DurationMs kCodeLifetimeMs = 10 * kMinuteMs;
inline constexpr DurationMs kCodeMailedAgainMs = kCodeLifetimeMs / 2;  // if it is good for so long
inline constexpr std::int64_t kCodeTriesMax = 5;                       // of a client
inline constexpr std::int64_t kCodeTriesInAllMax = 25;
// Of a client for a person; forgotten when a code was typed in.
inline constexpr RateLimit kCodeResendLimit{1, kDayMs, kMinuteMs, 2 * kHourMs};
inline constexpr RateLimit kCodesPerPersonLimit{20, kDayMs, kCodeLifetimeMs, kCodeLifetimeMs};
inline constexpr RateLimit kCodesPerClientLimit{20, kHourMs, 10 * kSecondMs, 10 * kMinuteMs};
inline constexpr RateLimit kCodeTriesLimit{kCodeTriesMax, kCodeLifetimeMs, kCodeLifetimeMs,
                                           kCodeLifetimeMs};

inline constexpr DurationMs kJoinCodeLifetimeMs = 10 * kMinuteMs;
inline constexpr RateLimit kGuestsPerClientLimit{20, kHourMs, 10 * kSecondMs, 10 * kMinuteMs};
inline constexpr RateLimit kJoinTriesPerClientLimit{10, kHourMs, 10 * kSecondMs, 10 * kMinuteMs};

Status send_code(Database& database, const ServiceContext& context, const CodeRequest& request,
                 Outcome& outcome);
Status verify(Database& database, const ServiceContext& context, const VerifyRequest& request,
              Outcome& outcome);
Status sign_in_guest(Database& database, const ServiceContext& context, const GuestRequest& request,
                     Outcome& outcome);

// A one-time code with which a device elsewhere joins the guest's account of the session.
Status send_join_code(Database& database, const ServiceContext& context, Outcome& outcome);

}  // namespace srl
