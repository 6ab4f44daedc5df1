// SPDX-License-Identifier: MIT
// Accounts: a person's, found by their e-mail address, or a guest's, which nothing names but its
// sessions.
//
// A guest's account is used by its sessions alone. It ends when it was not used for kGuestIdleMax,
// with all that is in it. Account 1 of a database from before guests had accounts of their own is
// no guest's here: it stays.
#pragma once

#include <optional>
#include <string_view>

#include "service/service_context.h"

namespace srl {

inline constexpr DurationMs kGuestIdleMax = 30 * kDayMs;
// In one transaction.
inline constexpr std::int64_t kGuestsDeletedAtOnceMax = 10;
inline constexpr std::int64_t kRowsDeletedMax = 1'000;  // of one guest's in each table
inline constexpr std::int64_t kEffectsLookedAtMax = 100'000;

// The account of the address, made when there is none yet.
Result<AccountId> account_of(Database& database, const ServiceContext& context,
                             std::string_view email);
Status insert_user(Database& database, AccountId account, std::string_view email);

Result<AccountId> create_guest(Database& database, const ServiceContext& context);
Result<bool> is_guest(Database& database, AccountId account);
// A session of the account was begun or refreshed. Does nothing to a person's.
Status note_guest_used(Database& database, AccountId account, TimeMs now_ms);

// A one-time code that lets a device join a guest's account; the newest one of an account is the
// only one.
Status write_join_code(Database& database, AccountId account, std::string_view mac,
                       TimeMs expires_at);
// The account, and the code is used up; nothing when there is no such code, or it has expired.
Result<std::optional<AccountId>> take_join_code(Database& database, std::string_view mac,
                                                TimeMs now_ms);

// Deletes what guests have left who were away for too long, a bounded part of it at once.
Status delete_idle_guests(Database& database, TimeMs now_ms, Outcome& outcome);

}  // namespace srl
