// SPDX-License-Identifier: MIT
#include "storage/migrations/service_migrations.h"

namespace srl {
namespace {

// `effects` is append-only: what each applied operation changed, with the gesture that it stems
// from. Replaying it rebuilds `tasks`.
constexpr Sql kServiceFirst[] = {
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

// Migrations until version 8 copied a table, dropped it and filled a new one: the browser's SQLite
// had no ALTER TABLE. Later ones use it.

// One row of `effects` for each operation instead of one for each field: these rows were most of
// what a push wrote. The separators are those of service/effect_store.cpp.
constexpr Sql kEffectsByOperation[] = {
    {"CREATE TABLE effects_by_field AS SELECT * FROM effects"},
    {"DROP TABLE effects"},
    {"CREATE TABLE effects (effect_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, "
     "seq BIGINT NOT NULL, task_id TEXT NOT NULL, intent INTEGER NOT NULL, what TEXT NOT NULL, "
     "changes TEXT NOT NULL)"},
    {"INSERT INTO effects (account_id, seq, task_id, intent, what, changes) "
     "SELECT account_id, seq, task_id, intent, "
     "MAX(CASE WHEN field = 'row' THEN new_value ELSE '' END), "
     "COALESCE(STRING_AGG(CASE WHEN field <> 'row' THEN "
     "field || '\x1f' || old_value || '\x1f' || new_value END, '\x1e' ORDER BY effect_id), '') "
     "FROM effects_by_field GROUP BY account_id, seq, task_id, intent ORDER BY MIN(effect_id)"},
    {"DROP TABLE effects_by_field"},
};

// Conflicts: who changed which field last (model/field_stamps.h), the newest hybrid logical clock
// value that the account has seen, and the records that wait for a person's decision.
constexpr Sql kServiceConflicts[] = {
    {"CREATE TABLE tasks_1 AS SELECT * FROM tasks"},
    {"DROP TABLE tasks"},
    {"CREATE TABLE tasks (account_id INTEGER NOT NULL, task_id TEXT NOT NULL, "
     "version BIGINT NOT NULL, deleted INTEGER NOT NULL, created_by INTEGER NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "stamps TEXT NOT NULL DEFAULT '', PRIMARY KEY (account_id, task_id))"},
    {"CREATE INDEX tasks_by_version ON tasks (account_id, version)"},
    // Who changed the rows until now is not known: one writer, all fields at once (their mask is
    // 511).
    {"INSERT INTO tasks SELECT *, '511 ' || version || ' 0 0 0:' FROM tasks_1"},
    {"DROP TABLE tasks_1"},
    {"CREATE TABLE accounts_1 AS SELECT * FROM accounts"},
    {"DROP TABLE accounts"},
    {"CREATE TABLE accounts (account_id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, "
     "seq BIGINT NOT NULL, open_count BIGINT NOT NULL, tombstone_floor BIGINT NOT NULL, "
     "hlc BIGINT NOT NULL DEFAULT 0, conflicts_open BIGINT NOT NULL DEFAULT 0)"},
    {"INSERT INTO accounts SELECT *, 0, 0 FROM accounts_1"},
    {"DROP TABLE accounts_1"},
    {"CREATE TABLE ledger_1 AS SELECT * FROM ledger"},
    {"DROP TABLE ledger"},
    {"CREATE TABLE ledger (account_id INTEGER NOT NULL, op_id TEXT NOT NULL, "
     "fingerprint TEXT NOT NULL, intent INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0, "
     "code INTEGER NOT NULL DEFAULT 0, task_id TEXT NOT NULL DEFAULT '', "
     "version BIGINT NOT NULL DEFAULT 0, conflict_version BIGINT NOT NULL DEFAULT 0, "
     "PRIMARY KEY (account_id, op_id))"},
    {"INSERT INTO ledger SELECT *, 0 FROM ledger_1"},
    {"DROP TABLE ledger_1"},
    {"CREATE TABLE conflicts (account_id INTEGER NOT NULL, conflict_id TEXT NOT NULL, "
     "task_id TEXT NOT NULL, device TEXT NOT NULL, state INTEGER NOT NULL, "
     "version BIGINT NOT NULL, since_ms BIGINT NOT NULL, record TEXT NOT NULL, "
     "PRIMARY KEY (account_id, conflict_id))"},
    {"CREATE INDEX conflicts_by_version ON conflicts (account_id, version)"},
    {"CREATE INDEX conflicts_by_task ON conflicts (account_id, task_id)"},
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

// Background work. A subscription is a device that wants to be told; it counts while the device has
// a session. `due_at` tells the versions of a task's schedule apart. Slots are what cron owed.
constexpr Sql kJobs[] = {
    {"CREATE TABLE subscriptions (account_id INTEGER NOT NULL, device_id TEXT NOT NULL, "
     "since_ms BIGINT NOT NULL, PRIMARY KEY (account_id, device_id))"},
    {"INSERT INTO subscriptions (account_id, device_id, since_ms) "
     "SELECT account_id, device_id, MIN(created_at) FROM sessions GROUP BY account_id, device_id"},
    {"CREATE TABLE jobs (job_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, "
     "kind INTEGER NOT NULL, task_id TEXT NOT NULL, due_at BIGINT NOT NULL, "
     "state INTEGER NOT NULL, run_at BIGINT NOT NULL, attempts BIGINT NOT NULL, "
     "fence BIGINT NOT NULL, leased_until BIGINT NOT NULL, reason TEXT NOT NULL, "
     "intent INTEGER NOT NULL, UNIQUE (account_id, task_id, kind, due_at))"},
    {"CREATE INDEX jobs_by_state ON jobs (state, run_at)"},
    {"CREATE TABLE deliveries (job_id INTEGER NOT NULL, device_id TEXT NOT NULL, "
     "state INTEGER NOT NULL, attempts BIGINT NOT NULL, at_ms BIGINT NOT NULL, "
     "reason TEXT NOT NULL, PRIMARY KEY (job_id, device_id))"},
    {"CREATE TABLE schedules (name TEXT PRIMARY KEY, last_slot BIGINT NOT NULL, "
     "buffered_slot BIGINT NOT NULL, running_until BIGINT NOT NULL, "
     "ended_at BIGINT NOT NULL DEFAULT 0)"},
    {"CREATE TABLE slots (name TEXT NOT NULL, slot_at BIGINT NOT NULL, "
     "outcome INTEGER NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (name, slot_at))"},
};

// The in-app inbox (service/inbox_store.h).
constexpr Sql kInbox[] = {
    {"CREATE TABLE inbox (notice_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, "
     "device_id TEXT NOT NULL, topic TEXT, kind INTEGER NOT NULL, task_id TEXT NOT NULL, "
     "due_at BIGINT NOT NULL, title TEXT NOT NULL, at_ms BIGINT NOT NULL, times BIGINT NOT NULL, "
     "UNIQUE (account_id, device_id, topic))"},
    {"CREATE INDEX inbox_by_device ON inbox (account_id, device_id, notice_id)"},
};

// Guests have accounts of their own (service/account_store.h). Account 1 stays what it was.
constexpr Sql kGuests[] = {
    {"CREATE TABLE guests (account_id INTEGER PRIMARY KEY, used_at BIGINT NOT NULL, "
     "effects_looked_at BIGINT NOT NULL)"},
    {"CREATE INDEX guests_by_use ON guests (used_at, account_id)"},
    {"CREATE TABLE join_codes (mac TEXT PRIMARY KEY, account_id INTEGER NOT NULL, "
     "expires_at BIGINT NOT NULL)"},
    // Their names were of addresses alone, and their windows of another kind.
    {"DELETE FROM rate_limits"},
};

// An account's one epoch becomes the first of its history (service/account_history.h).
constexpr Sql kHistories[] = {
    {"CREATE TABLE accounts_2 AS SELECT * FROM accounts"},
    {"DROP TABLE accounts"},
    {"CREATE TABLE accounts (account_id INTEGER PRIMARY KEY, history TEXT NOT NULL, "
     "seq BIGINT NOT NULL, open_count BIGINT NOT NULL, tombstone_floor BIGINT NOT NULL, "
     "hlc BIGINT NOT NULL DEFAULT 0, conflicts_open BIGINT NOT NULL DEFAULT 0)"},
    {"INSERT INTO accounts SELECT account_id, epoch || '-0', seq, open_count, tombstone_floor, "
     "hlc, "
     "conflicts_open FROM accounts_2"},
    {"DROP TABLE accounts_2"},
};

constexpr Migration kServiceMigrations[] = {{1, kServiceFirst},
                                            {2, kEffectsByOperation},
                                            {3, kServiceConflicts},
                                            {4, kSignIn},
                                            {5, kJobs},
                                            {6, kInbox},
                                            {7, kGuests},
                                            {8, kHistories}};

}  // namespace

std::span<const Migration> service_migrations() { return kServiceMigrations; }

}  // namespace srl
