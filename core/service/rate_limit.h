// SPDX-License-Identifier: MIT
// How often something may be done: some times freely, then with a wait that doubles from time to
// time. What is counted under one name never makes another one wait. Kept in the database, so that
// a restart forgives nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "ports/database.h"

namespace srl {

struct RateLimit {
  std::int64_t free_times = 0;
  DurationMs window_ms = 0;    // so long after the last time all is forgotten
  DurationMs wait_ms = 0;      // after the free times, before the next one; doubles with each
  DurationMs wait_max_ms = 0;  // but no longer than this, nor than the window
};

// How long to wait after `count` times.
DurationMs wait_after(const RateLimit& limit, std::int64_t count);

// How often it was done under the name, as far as that is remembered.
Result<std::int64_t> times_taken(Database& database, std::string_view name, TimeMs now_ms);

// Counts one under the name, if it may be done: then 0, else how long until it may.
Result<DurationMs> take(Database& database, std::string_view name, const RateLimit& limit,
                        TimeMs now_ms);

// As if it had never been done under the name.
Status forget(Database& database, std::string_view name);

// Forgets the windows that are over.
Status delete_expired_limits(Database& database, TimeMs now_ms);

}  // namespace srl
