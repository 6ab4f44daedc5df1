// SPDX-License-Identifier: MIT
#include "service/rate_limit.h"

#include <algorithm>

namespace srl {
namespace {

constexpr Sql kRead{"SELECT count, expires_at FROM rate_limits WHERE name = $1"};
constexpr Sql kWrite{
    "INSERT INTO rate_limits (name, count, expires_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (name) DO UPDATE SET count = excluded.count, expires_at = excluded.expires_at"};
constexpr Sql kDeleteExpired{"DELETE FROM rate_limits WHERE expires_at <= $1"};

}  // namespace

Result<DurationMs> take(Database& database, std::string_view name, const RateLimit& limit,
                        TimeMs now_ms) {
  std::int64_t count = 0;
  TimeMs expires_at = now_ms + limit.window_ms;
  {
    Query query(database, kRead, name);
    if (query.next() && query.integer(1) > now_ms) {
      count = query.integer(0);
      // A clock that was set back must not lock anybody out for longer than the window.
      expires_at = std::min(query.integer(1), expires_at);
    }
    SRL_TRY(query.status());
  }
  if (count >= limit.times) return expires_at - now_ms;
  SRL_TRY(execute(database, kWrite, name, count + 1, expires_at));
  return DurationMs{0};
}

Status delete_expired_limits(Database& database, TimeMs now_ms) {
  return execute(database, kDeleteExpired, now_ms);
}

}  // namespace srl
