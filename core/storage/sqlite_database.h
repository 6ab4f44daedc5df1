// SPDX-License-Identifier: MIT
// The Database port over one SQLite connection: on a PageStore (device and service of the
// simulation, the browser), or on a file in WAL mode (the native server).
//
// Statements are prepared once per SQL text *address* and kept for the connection's life, also
// across reset_cache(). What could make two runs differ is refused when a statement is prepared:
// random(), the clock, and connection state such as changes(). So are ATTACH and extensions.
// A connection belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ports/database.h"
#include "storage/page_store.h"

struct sqlite3;

namespace srl {

class SqliteStatement;

inline constexpr int kLogPagesMax = 1'000;  // SQLite's own

struct FileOptions {
  bool read_only = false;  // a reader beside the writer: begin() takes a snapshot, not the lock
  int busy_timeout_ms = 5'000;
  int cache_kib = 8 * 1024;
};

class SqliteDatabase final : public Database {
 public:
  // The store must outlive the database.
  static Result<std::unique_ptr<SqliteDatabase>> open_pages(PageStore& store);

#if !defined(SQLITE_OS_OTHER)
  // A file on a real disk, created unless read_only: WAL, synchronous=FULL. Durable on return.
  static Result<std::unique_ptr<SqliteDatabase>> open_file(const std::string& path,
                                                           const FileOptions& options = {});

  // A consistent copy as a new file, while others write.
  Status backup_to(const std::string& path);

  // From now on checkpoint_if_long() copies the log into the file, rather than the commit that
  // makes the log long: for a caller that calls it after its commits.
  void defer_checkpoints();

  // Copies a log of kLogPagesMax or more, as far as no reader needs it. Where that fails, the log
  // grows, and a call after the next commit tries again.
  void checkpoint_if_long();
#endif

  ~SqliteDatabase() override;
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  Result<Statement*> prepare(Sql sql) override;
  Status begin() override;
  Status commit() override;
  void rollback() override;
  BatchId last_batch() const override;

  // The store's content was replaced: rolls back what is open, resets every statement and forgets
  // all pages. The connection and its statements go on being used. Until this is called, every
  // statement and commit after a replacement fails rather than mix two contents.
  Status reset_cache();

  // Reads the whole file and reports the first damage: storage_corrupt.
  Status check_integrity();

  // The number by which SQLite tells that prepared statements are stale. For templates only.
  Status set_schema_cookie(std::uint32_t cookie);

  bool in_transaction() const { return in_transaction_; }

  // How often SQLite has compiled a cached statement again, because the schema had changed.
  std::int64_t recompilations() const;

  // Statements begun since the connection was opened, BEGIN and COMMIT included.
  std::uint64_t statements_run() const { return statements_run_; }

 private:
  friend class SqliteStatement;

  // Open addressing by the address of the SQL text; the size is a power of two.
  struct CacheSlot {
    const char* sql = nullptr;
    SqliteStatement* statement = nullptr;  // owned; the head of a chain, see SqliteStatement::twin
  };

  SqliteDatabase(sqlite3* connection, const PageStore* store, bool read_only);

  Status configure(const char* pragmas);
  static int on_log(void* database, sqlite3* connection, const char* schema, int pages);
  Status usable() const;
  Status run(Sql sql);
  Error failure(const char* sql) const;
  Result<SqliteStatement*> find_or_compile(const char* sql);
  Result<std::unique_ptr<SqliteStatement>> compile(const char* sql);
  CacheSlot& slot_of(const char* sql);
  void grow_cache();

  sqlite3* connection_;
  const PageStore* store_;  // null on a file
  std::uint64_t content_epoch_ = 0;
  std::vector<CacheSlot> cache_;
  std::size_t cached_ = 0;
  std::uint64_t statements_run_ = 0;
  bool read_only_ = false;
  bool in_transaction_ = false;
  int log_pages_ = 0;  // after the last commit; only where checkpoints are deferred
};

}  // namespace srl
