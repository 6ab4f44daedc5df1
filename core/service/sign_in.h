// SPDX-License-Identifier: MIT
// Showing who you are: a six-digit code by e-mail, or nothing at all where guests are allowed.
// There are no passwords. An account is made when its first code is typed in; until then nobody can
// tell an address with an account from one without.
//
// Guessing: a code stands against 5 tries, an address gets 20 codes a day, so that a day of
// guessing one address succeeds once in 10,000 days; the limit in all keeps the sum over addresses
// small.
#pragma once

#include "ports/database.h"
#include "service/rate_limit.h"
#include "service/service_context.h"

namespace srl {

inline constexpr DurationMs kCodeLifetimeMs = 10 * kMinuteMs;
inline constexpr std::int64_t kCodeTriesMax = 5;
inline constexpr RateLimit kCodeResendLimit{1, kMinuteMs};  // per address
inline constexpr RateLimit kCodesPerAddressLimit{20, kDayMs};
inline constexpr RateLimit kCodesInAllLimit{100, kHourMs};

Status send_code(Database& database, const ServiceContext& context, const CodeRequest& request,
                 Outcome& outcome);
Status verify(Database& database, const ServiceContext& context, const VerifyRequest& request,
              Outcome& outcome);
Status sign_in_guest(Database& database, const ServiceContext& context, const GuestRequest& request,
                     Outcome& outcome);

// Lower case, without spaces around it; bad_value for what is no address. The domain's case never
// mattered, and no mail provider of today tells the local part's apart.
Result<std::string> normal_email(std::string_view text);

}  // namespace srl
