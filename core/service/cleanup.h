// SPDX-License-Identifier: MIT
// What nobody needs any more: tombstones that every device has had the time to see, finished jobs,
// slots, notices, codes, limits and sessions that have run out, and guests who have not come back.
#pragma once

#include "ports/database.h"
#include "service/service_context.h"

namespace srl {

inline constexpr std::int64_t kTombstonesLookedAtMax = 1'000;  // in one transaction
inline constexpr DurationMs kFinishedJobsKeptMs = 7 * kDayMs;

Status clean_up(Database& database, const ServiceContext& context, Outcome& outcome);

}  // namespace srl
