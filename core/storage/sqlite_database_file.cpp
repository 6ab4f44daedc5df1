// SPDX-License-Identifier: MIT
// What a SqliteDatabase can do on a file of the operating system: nothing, where there is none.
#include "storage/sqlite_database.h"

#if !defined(SQLITE_OS_OTHER)

#include <sqlite3.h>

#include "storage/sqlite_guard.h"

namespace srl {
namespace {

constexpr Sql kJournalMode = {"PRAGMA journal_mode"};

}  // namespace

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open_file(const std::string& path,
                                                                  const FileOptions& options) {
  const int flags =
      options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  std::unique_ptr<SqliteDatabase> database(
      new SqliteDatabase(connection, nullptr, options.read_only));
  if (code != SQLITE_OK) return database->failure(path.c_str());
  sqlite3_busy_timeout(connection, options.busy_timeout_ms);
  std::string pragmas = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-" +
                        std::to_string(options.cache_kib) + ";";
  if (!options.read_only) pragmas += "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864;";
  SRL_TRY(database->configure(pragmas.c_str()));
  // SQLite keeps the old mode, without an error, where a file system has no shared memory.
  Query mode(*database, kJournalMode);
  if (!mode.next() || mode.text(0) != "wal") {
    return make_error(ErrorCode::storage_failed, "no write-ahead log is possible on " + path);
  }
  return database;
}

// Takes the place of SQLite's own hook, which runs the checkpoint at once.
void SqliteDatabase::defer_checkpoints() { sqlite3_wal_hook(connection_, on_log, this); }

int SqliteDatabase::on_log(void* database, sqlite3*, const char*, int pages) {
  static_cast<SqliteDatabase*>(database)->log_pages_ = pages;
  return SQLITE_OK;
}

void SqliteDatabase::checkpoint_if_long() {
  if (log_pages_ < kLogPagesMax) return;
  log_pages_ = 0;
  sqlite3_wal_checkpoint_v2(connection_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

Status SqliteDatabase::backup_to(const std::string& path) {
  char* sql = sqlite3_mprintf("VACUUM INTO %Q", path.c_str());
  lift_guard(connection_);  // VACUUM INTO attaches the new file
  const int code = sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr);
  Status status = code == SQLITE_OK ? Status() : Status(failure(sql));
  sqlite3_free(sql);
  restore_guard(connection_);
  return status;
}

}  // namespace srl

#endif
