// SPDX-License-Identifier: MIT
// How often something may be done within a window of time that begins with the first time. Kept in
// the database, so that a restart forgives nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "ports/database.h"

namespace srl {

struct RateLimit {
  std::int64_t times = 0;
  DurationMs window_ms = 0;
};

// Counts one under the name, if it may be done: then 0, else how long until it may.
Result<DurationMs> take(Database& database, std::string_view name, const RateLimit& limit,
                        TimeMs now_ms);

// Forgets the windows that are over.
Status delete_expired_limits(Database& database, TimeMs now_ms);

}  // namespace srl
