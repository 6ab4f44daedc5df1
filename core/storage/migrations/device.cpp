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

// Conflicts: what an operation was based on or decides, and the records that the pull has brought.
constexpr Sql kConflicts[] = {
    {"ALTER TABLE outbox ADD COLUMN base TEXT NOT NULL DEFAULT ''"},
    {"ALTER TABLE outbox ADD COLUMN conflict_id TEXT NOT NULL DEFAULT ''"},
    {"ALTER TABLE outbox ADD COLUMN resolution INTEGER NOT NULL DEFAULT 0"},
    {"ALTER TABLE outbox ADD COLUMN conflict_version BIGINT NOT NULL DEFAULT 0"},
    {"CREATE TABLE conflicts (conflict_id TEXT PRIMARY KEY, record TEXT NOT NULL)"},
};

constexpr Migration kMigrations[] = {{1, kFirst}, {2, kConflicts}};

}  // namespace

std::span<const Migration> device_migrations() { return kMigrations; }

}  // namespace srl
