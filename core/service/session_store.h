// SPDX-License-Identifier: MIT
// The rows behind signing in: users, sessions and codes that wait to be typed. There are ids,
// numbers and times in them, and MACs of codes: nothing that lets its reader sign in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/session.h"
#include "ports/crypto.h"
#include "ports/database.h"

namespace srl {

inline constexpr DurationMs kRefreshIdleMax = 30 * kDayMs;  // since the last refresh
inline constexpr DurationMs kSessionAgeMax = 180 * kDayMs;  // however often it is refreshed

// Where a session stands. It ends by being deleted, or with its time.
struct StoredSession {
  SessionId id;
  AccountId account = kNobody;
  std::string email;  // empty: a guest's
  std::string device_id;
  TimeMs created_at = 0;
  TimeMs refreshed_at = 0;          // when the current refresh token was made
  std::int64_t refresh_number = 0;  // of the current refresh token
  std::int64_t access_number = 0;   // of the last access token
  std::int64_t access_floor = 0;    // access tokens below have been made to expire

  bool is_over(TimeMs now_ms) const {
    return now_ms - refreshed_at > kRefreshIdleMax || now_ms - created_at > kSessionAgeMax;
  }
};

Status insert_session(Database& database, const StoredSession& session);
Result<std::optional<StoredSession>> read_session(Database& database, const SessionId& id);
Status update_session(Database& database, const StoredSession& session);

// All below tell how many sessions there were.
Result<int> delete_session(Database& database, AccountId account, const SessionId& id);
Result<int> delete_sessions_of_device(Database& database, std::string_view device_id);  // "": all
// Keeps the `count` that were used last.
Result<int> delete_sessions_beyond(Database& database, AccountId account, std::int64_t count);

Result<int> delete_sessions_that_are_over(Database& database, TimeMs now_ms);  // not all at once

// Those that are not over, the last used first.
Result<std::vector<StoredSession>> sessions_of(Database& database, AccountId account,
                                               TimeMs now_ms);

// Makes all access tokens expire that the device's sessions have; "": those of every device.
Status expire_access_tokens(Database& database, std::string_view device_id);

// A code that was mailed, until it expires. Whether the address has an account is not asked.
struct PendingCode {
  std::string mac;
  TimeMs made_at = 0;
  TimeMs expires_at = 0;
  std::int64_t tries = 0;  // wrong ones; with all of them gone it is not good any more, used or not
};

Result<std::optional<PendingCode>> read_code(Database& database, std::string_view email);
Status write_code(Database& database, std::string_view email, const PendingCode& code);
Status delete_expired_codes(Database& database, TimeMs now_ms);

}  // namespace srl
