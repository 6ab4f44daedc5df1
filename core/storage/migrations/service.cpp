// SPDX-License-Identifier: MIT
#include "storage/migrations/service.h"

namespace srl {
namespace {

// `effects` is append-only: what each applied operation changed, with the gesture that it stems
// from. Replaying it rebuilds `tasks`.
constexpr Sql kFirst[] = {
    {"CREATE TABLE accounts (account_id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, "
     "seq BIGINT NOT NULL, open_count BIGINT NOT NULL, tombstone_floor BIGINT NOT NULL)"},
    {"CREATE TABLE tasks (account_id INTEGER NOT NULL, task_id TEXT NOT NULL, "
     "version BIGINT NOT NULL, deleted INTEGER NOT NULL, created_by INTEGER NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "PRIMARY KEY (account_id, task_id))"},
    {"CREATE INDEX tasks_by_version ON tasks (account_id, version)"},
    {"CREATE TABLE ledger (account_id INTEGER NOT NULL, op_id TEXT NOT NULL, "
     "fingerprint TEXT NOT NULL, intent INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0, "
     "code INTEGER NOT NULL DEFAULT 0, task_id TEXT NOT NULL DEFAULT '', "
     "version BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (account_id, op_id))"},
    {"CREATE TABLE effects (effect_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, "
     "seq BIGINT NOT NULL, task_id TEXT NOT NULL, field TEXT NOT NULL, old_value TEXT NOT NULL, "
     "new_value TEXT NOT NULL, intent INTEGER NOT NULL)"},
};

// Signing in. Tokens and codes are not in here: tokens are made from these numbers and a key that
// is kept elsewhere, and of a code there is a MAC. Account 1 has no user: it is the guests'.
constexpr Sql kSignIn[] = {
    {"CREATE TABLE users (account_id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE)"},
    {"CREATE TABLE sessions (session_id TEXT PRIMARY KEY, account_id INTEGER NOT NULL, "
     "device_id TEXT NOT NULL, created_at BIGINT NOT NULL, refreshed_at BIGINT NOT NULL, "
     "refresh_number BIGINT NOT NULL, access_number BIGINT NOT NULL, "
     "access_floor BIGINT NOT NULL)"},
    {"CREATE INDEX sessions_by_account ON sessions (account_id, refreshed_at)"},
    {"CREATE TABLE sign_in_codes (email TEXT PRIMARY KEY, mac TEXT NOT NULL, "
     "made_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, tries INTEGER NOT NULL)"},
    {"CREATE TABLE rate_limits (name TEXT PRIMARY KEY, count BIGINT NOT NULL, "
     "expires_at BIGINT NOT NULL)"},
};

constexpr Migration kMigrations[] = {{1, kFirst}, {2, kSignIn}};

}  // namespace

std::span<const Migration> service_migrations() { return kMigrations; }

}  // namespace srl
