// SPDX-License-Identifier: MIT
#include "service/rate_limit.h"

#include <algorithm>

namespace srl {
namespace {

constexpr Sql kReadLimit{"SELECT count, expires_at FROM rate_limits WHERE name = $1"};
constexpr Sql kWriteLimit{
    "INSERT INTO rate_limits (name, count, expires_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (name) DO UPDATE SET count = excluded.count, expires_at = excluded.expires_at"};
constexpr Sql kForget{"DELETE FROM rate_limits WHERE name = $1"};
constexpr Sql kDeleteExpired{"DELETE FROM rate_limits WHERE expires_at <= $1"};

}  // namespace

DurationMs wait_after(const RateLimit& limit, std::int64_t count) {
  if (count < limit.free_times) return 0;
  const DurationMs most_ms = std::min(limit.wait_max_ms, limit.window_ms);
  DurationMs wait_ms = std::min(limit.wait_ms, most_ms);
  for (; count > limit.free_times && wait_ms < most_ms; --count)
    wait_ms = std::min(2 * wait_ms, most_ms);
  return wait_ms;
}

Result<std::int64_t> times_taken(Database& database, std::string_view name, TimeMs now_ms) {
  Query query(database, kReadLimit, name);
  const std::int64_t count = query.next() && query.integer(1) > now_ms ? query.integer(0) : 0;
  if (!query.status().ok()) return query.status().error();
  return count;
}

Result<DurationMs> take(Database& database, std::string_view name, const RateLimit& limit,
                        TimeMs now_ms) {
  std::int64_t count = 0;
  {
    Query query(database, kReadLimit, name);
    if (query.next() && query.integer(1) > now_ms) {
      count = query.integer(0);
      // A clock that was set back must not lock anybody out for longer than the wait.
      const TimeMs last_ms = std::min(query.integer(1) - limit.window_ms, now_ms);
      const TimeMs next_ms = last_ms + wait_after(limit, count);
      if (next_ms > now_ms) return next_ms - now_ms;
    }
    SRL_TRY(query.status());
  }
  SRL_TRY(execute(database, kWriteLimit, name, count + 1, now_ms + limit.window_ms));
  return DurationMs{0};
}

Status forget(Database& database, std::string_view name) {
  return execute(database, kForget, name);
}

Status delete_expired_limits(Database& database, TimeMs now_ms) {
  return execute(database, kDeleteExpired, now_ms);
}

}  // namespace srl
