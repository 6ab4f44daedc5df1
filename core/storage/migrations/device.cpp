// SPDX-License-Identifier: MIT
#include "storage/migrations/device.h"

namespace srl {
namespace {

// tasks = confirmed + outbox, row by row (device/local_store.h).
constexpr Sql kFirst[] = {
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

// Every row belongs to a principal: an account, or 0 for what was done while nobody was signed in.
// A database from before sign-in holds such work only; whoever signs in first is asked about it.
constexpr Sql kPerPrincipal[] = {
    {"ALTER TABLE tasks RENAME TO tasks_1"},
    {"CREATE TABLE tasks (account_id BIGINT NOT NULL, handle TEXT NOT NULL, "
     "server_id TEXT NOT NULL, created_by INTEGER NOT NULL, title TEXT NOT NULL, "
     "description TEXT NOT NULL, begins_at BIGINT NOT NULL, duration_min BIGINT NOT NULL, "
     "priority INTEGER NOT NULL, tags TEXT NOT NULL, completed INTEGER NOT NULL, "
     "completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, PRIMARY KEY (account_id, handle))"},
    {"INSERT INTO tasks SELECT 0, handle, server_id, created_by, title, description, begins_at, "
     "duration_min, priority, tags, completed, completed_at, remind_at FROM tasks_1"},
    {"DROP TABLE tasks_1"},
    {"ALTER TABLE confirmed RENAME TO confirmed_1"},
    {"CREATE TABLE confirmed (account_id BIGINT NOT NULL, handle TEXT NOT NULL, "
     "server_id TEXT NOT NULL, created_by INTEGER NOT NULL, version BIGINT NOT NULL, "
     "title TEXT NOT NULL, description TEXT NOT NULL, begins_at BIGINT NOT NULL, "
     "duration_min BIGINT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, "
     "completed INTEGER NOT NULL, completed_at BIGINT NOT NULL, remind_at BIGINT NOT NULL, "
     "deleted INTEGER NOT NULL, PRIMARY KEY (account_id, handle))"},
    {"INSERT INTO confirmed SELECT 0, handle, server_id, created_by, version, title, description, "
     "begins_at, duration_min, priority, tags, completed, completed_at, remind_at, deleted "
     "FROM confirmed_1"},
    {"DROP TABLE confirmed_1"},
    {"ALTER TABLE outbox ADD COLUMN account_id BIGINT NOT NULL DEFAULT 0"},
    {"ALTER TABLE meta RENAME TO meta_1"},
    {"CREATE TABLE meta (account_id BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, "
     "PRIMARY KEY (account_id, name))"},
    {"INSERT INTO meta SELECT 0, name, value FROM meta_1"},
    {"DROP TABLE meta_1"},
};

// Conflicts: what an operation was based on or decides, and the records that the pull has brought.
constexpr Sql kConflicts[] = {
    {"ALTER TABLE outbox ADD COLUMN base TEXT NOT NULL DEFAULT ''"},
    {"ALTER TABLE outbox ADD COLUMN conflict_id TEXT NOT NULL DEFAULT ''"},
    {"ALTER TABLE outbox ADD COLUMN resolution INTEGER NOT NULL DEFAULT 0"},
    {"ALTER TABLE outbox ADD COLUMN conflict_version BIGINT NOT NULL DEFAULT 0"},
    {"CREATE TABLE conflicts (account_id BIGINT NOT NULL, conflict_id TEXT NOT NULL, "
     "record TEXT NOT NULL, PRIMARY KEY (account_id, conflict_id))"},
};

constexpr Migration kMigrations[] = {{1, kFirst}, {2, kPerPrincipal}, {3, kConflicts}};

}  // namespace

std::span<const Migration> device_migrations() { return kMigrations; }

}  // namespace srl
