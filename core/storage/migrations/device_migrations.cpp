// SPDX-License-Identifier: MIT
#include "storage/migrations/device_migrations.h"

namespace srl {
namespace {

// tasks = confirmed + outbox, row by row (device/local_store.h).
constexpr Sql kDeviceFirst[] = {
    {"CREATE TABLE tasks (handle TEXT PRIMARY KEY, server_id TEXT NOT NULL, "
     "created_by INTEGER NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, "
     "begins_at BIGINT NOT NULL, duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, "
     "tags TEXT NOT NULL, completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, "
     "remind_at BIGINT NOT NULL)"},
    {"CREATE TABLE confirmed (handle TEXT PRIMARY KEY, server_id TEXT NOT NULL, "
     "created_by INTEGER NOT NULL, version BIGINT NOT NULL, title TEXT NOT NULL, "
     "description TEXT NOT NULL, begins_at BIGINT NOT NULL, duration_min BIGINT NOT NULL, "
     "priority INTEGER NOT NULL, tags TEXT NOT NULL, completed INTEGER NOT NULL, "
     "completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, deleted INTEGER NOT NULL)"},
    {"CREATE TABLE outbox (client_seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL, "
     "handle TEXT NOT NULL, kind INTEGER NOT NULL, base_version BIGINT NOT NULL, "
     "wall_ms BIGINT NOT NULL, intent INTEGER NOT NULL, state INTEGER NOT NULL, "
     "acknowledged_version BIGINT NOT NULL, rejection INTEGER NOT NULL, present INTEGER NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL)"},
    {"CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)"},
};

// Migrations until version 4 copied a table, dropped it and filled a new one: the browser's SQLite
// had no ALTER TABLE. Later ones use it.

// Every row belongs to a principal: an account, or 0 for what was done while nobody was signed in.
// A database from before sign-in holds such work only; the first who signs in is asked about it.
//
// WITHOUT ROWID: a row is stored in its key's index, and a write touches one page for it instead of
// two. Databases from before have these tables the other way, which makes no other difference.
constexpr Sql kPerPrincipal[] = {
    {"CREATE TABLE tasks_1 AS SELECT * FROM tasks"},
    {"DROP TABLE tasks"},
    {"CREATE TABLE tasks (account_id BIGINT NOT NULL, handle TEXT NOT NULL, "
     "server_id TEXT NOT NULL, created_by INTEGER NOT NULL, title TEXT NOT NULL, "
     "description TEXT NOT NULL, begins_at BIGINT NOT NULL, duration_min BIGINT NOT NULL, "
     "priority INTEGER NOT NULL, tags TEXT NOT NULL, completed INTEGER NOT NULL, "
     "completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, PRIMARY KEY (account_id, handle)) "
     "WITHOUT ROWID"},
    {"INSERT INTO tasks SELECT 0, handle, server_id, created_by, title, description, begins_at, "
     "duration_min, priority, tags, completed, completed_at, remind_at FROM tasks_1"},
    {"DROP TABLE tasks_1"},
    {"CREATE TABLE confirmed_1 AS SELECT * FROM confirmed"},
    {"DROP TABLE confirmed"},
    {"CREATE TABLE confirmed (account_id BIGINT NOT NULL, handle TEXT NOT NULL, "
     "server_id TEXT NOT NULL, created_by INTEGER NOT NULL, version BIGINT NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "deleted INTEGER NOT NULL, PRIMARY KEY (account_id, handle)) WITHOUT ROWID"},
    {"INSERT INTO confirmed SELECT 0, handle, server_id, created_by, version, title, description, "
     "begins_at, duration_min, priority, tags, completed, completed_at, remind_at, deleted "
     "FROM confirmed_1"},
    {"DROP TABLE confirmed_1"},
    {"CREATE TABLE outbox_1 AS SELECT * FROM outbox"},
    {"DROP TABLE outbox"},
    {"CREATE TABLE outbox (client_seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL, "
     "handle TEXT NOT NULL, kind INTEGER NOT NULL, base_version BIGINT NOT NULL, "
     "wall_ms BIGINT NOT NULL, intent INTEGER NOT NULL, state INTEGER NOT NULL, "
     "acknowledged_version BIGINT NOT NULL, rejection INTEGER NOT NULL, present INTEGER NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "account_id BIGINT NOT NULL DEFAULT 0)"},
    {"INSERT INTO outbox SELECT *, 0 FROM outbox_1"},
    {"DROP TABLE outbox_1"},
    {"CREATE TABLE meta_1 AS SELECT * FROM meta"},
    {"DROP TABLE meta"},
    {"CREATE TABLE meta (account_id BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, "
     "PRIMARY KEY (account_id, name)) WITHOUT ROWID"},
    {"INSERT INTO meta SELECT 0, name, value FROM meta_1"},
    {"DROP TABLE meta_1"},
};

// Conflicts: what an operation was based on or decides, and the records that the pull has brought.
constexpr Sql kDeviceConflicts[] = {
    {"CREATE TABLE outbox_2 AS SELECT * FROM outbox"},
    {"DROP TABLE outbox"},
    {"CREATE TABLE outbox (client_seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL, "
     "handle TEXT NOT NULL, kind INTEGER NOT NULL, base_version BIGINT NOT NULL, "
     "wall_ms BIGINT NOT NULL, intent INTEGER NOT NULL, state INTEGER NOT NULL, "
     "acknowledged_version BIGINT NOT NULL, rejection INTEGER NOT NULL, present INTEGER NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "account_id BIGINT NOT NULL DEFAULT 0, base TEXT NOT NULL DEFAULT '', "
     "conflict_id TEXT NOT NULL DEFAULT '', resolution INTEGER NOT NULL DEFAULT 0, "
     "conflict_version BIGINT NOT NULL DEFAULT 0)"},
    {"INSERT INTO outbox SELECT *, '', '', 0, 0 FROM outbox_2"},
    {"DROP TABLE outbox_2"},
    {"CREATE TABLE conflicts (account_id BIGINT NOT NULL, conflict_id TEXT NOT NULL, "
     "record TEXT NOT NULL, PRIMARY KEY (account_id, conflict_id)) WITHOUT ROWID"},
};

// Operations that are done with stay for a while, for the case that the service loses them:
// `answered_seq` is the change that they made there, 0 for those that are not done with.
constexpr Sql kRemembered[] = {
    {"CREATE TABLE outbox_3 AS SELECT * FROM outbox"},
    {"DROP TABLE outbox"},
    {"CREATE TABLE outbox (client_seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL, "
     "handle TEXT NOT NULL, kind INTEGER NOT NULL, base_version BIGINT NOT NULL, "
     "wall_ms BIGINT NOT NULL, intent INTEGER NOT NULL, state INTEGER NOT NULL, "
     "acknowledged_version BIGINT NOT NULL, rejection INTEGER NOT NULL, present INTEGER NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "account_id BIGINT NOT NULL DEFAULT 0, base TEXT NOT NULL DEFAULT '', "
     "conflict_id TEXT NOT NULL DEFAULT '', resolution INTEGER NOT NULL DEFAULT 0, "
     "conflict_version BIGINT NOT NULL DEFAULT 0, answered_seq BIGINT NOT NULL DEFAULT 0)"},
    {"INSERT INTO outbox SELECT *, 0 FROM outbox_3"},
    {"DROP TABLE outbox_3"},
};

// A state that nothing was ever in is gone, and the one after it has its number
// (model/operation.h).
constexpr Sql kStatesWithoutGap[] = {{"UPDATE outbox SET state = 8 WHERE state = 9"}};

constexpr Migration kDeviceMigrations[] = {{1, kDeviceFirst},
                                           {2, kPerPrincipal},
                                           {3, kDeviceConflicts},
                                           {4, kRemembered},
                                           {5, kStatesWithoutGap}};

}  // namespace

std::span<const Migration> device_migrations() { return kDeviceMigrations; }

}  // namespace srl
