// SPDX-License-Identifier: MIT
// Retry-After: an answer that asks a device to come back later says when. Drawn at random, so that
// those who were turned away together do not come back together.
#pragma once

#include "ports/random_source.h"
#include "protocol/messages.h"

namespace srl {

inline constexpr DurationMs kRetryAfterLeastMs = 1 * kSecondMs;
inline constexpr DurationMs kRetryAfterMostMs = 10 * kSecondMs;

DurationMs draw_retry_after_ms(RandomSource& random);

// Puts one into 429 and 503 where none is yet.
void add_retry_after(Response& response, RandomSource& random);

// Does an answer with that status say when to come back?
bool asks_to_wait(int status);

}  // namespace srl
