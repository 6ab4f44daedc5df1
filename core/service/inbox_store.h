// SPDX-License-Identifier: MIT
// Notices that wait for a device in the service's own database: what a notification service would
// hold for it. A notice under a topic that is there already replaces that one and keeps its id, so
// that a device which goes on after the last id that it has seen is not told twice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/notice.h"
#include "ports/database.h"

namespace srl {

using NoticeId = std::int64_t;  // goes up, for all devices together; never used again

inline constexpr DurationMs kNoticesKeptMs = 7 * kDayMs;

struct StoredNotice {
  NoticeId id = 0;
  Notice notice;          // with the task's version now, without what is trace context
  bool is_stale = false;  // by now its task is done, gone, or due at another time
};

Status write_notice(Database& database, AccountId account, std::string_view device,
                    const Notice& notice, TimeMs now_ms);

// The device's, above `after`, by id.
Result<std::vector<StoredNotice>> notices_after(Database& database, AccountId account,
                                                std::string_view device, NoticeId after,
                                                std::int64_t limit);
// 0: there has never been one.
Result<NoticeId> newest_notice(Database& database);
Status delete_notices(Database& database, TimeMs before_ms);

}  // namespace srl
