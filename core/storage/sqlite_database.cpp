// SPDX-License-Identifier: MIT
#include "storage/sqlite_database.h"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "storage/page_vfs.h"
#include "storage/sqlite_guard.h"
#include "storage/sqlite_statement.h"

namespace srl {
namespace {

constexpr std::size_t kCacheSlots = 256;  // at first; doubled when half full
constexpr std::size_t kSqlHeadBytes = 120;

constexpr Sql kBeginWrite = {"BEGIN IMMEDIATE"};
constexpr Sql kBeginRead = {"BEGIN"};
constexpr Sql kCommit = {"COMMIT"};
constexpr Sql kRollback = {"ROLLBACK"};
constexpr Sql kIntegrityCheck = {"PRAGMA integrity_check(1)"};

// The journal is only for ROLLBACK. cache_spill off: nothing reaches the store
// before its commit, so a batch is always whole.
constexpr char kPagePragmas[] =
    "PRAGMA page_size=4096;"
    "PRAGMA journal_mode=MEMORY;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA cache_spill=OFF;"
    "PRAGMA foreign_keys=ON;";

std::size_t hash_of(const char* sql) {
  const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(sql));
  return static_cast<std::size_t>((address * 0x9E3779B97F4A7C15ULL) >> 32);
}

ErrorCode error_code_of(int sqlite_code) {
  const int primary = sqlite_code & 0xFF;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ? ErrorCode::storage_corrupt
                                                               : ErrorCode::storage_failed;
}

// Only blanks and semicolons: SQLite prepares the first statement and points behind it.
bool is_blank(const char* text) { return text[std::strspn(text, " \t\n;")] == '\0'; }

}  // namespace

// ---- opening ------------------------------------------------------------------------------------

SqliteDatabase::SqliteDatabase(sqlite3* connection, const PageStore* store, bool read_only)
    : connection_(connection),
      store_(store),
      content_epoch_(store == nullptr ? 0 : store->content_epoch()),
      cache_(kCacheSlots),
      read_only_(read_only) {}

SqliteDatabase::~SqliteDatabase() {
  for (const CacheSlot& slot : cache_) delete slot.statement;
  sqlite3_close(connection_);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open_pages(PageStore& store) {
  register_page_vfs();
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(page_store_name(store).c_str(), &connection,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, kPageVfsName);
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(connection, &store, false));
  if (code != SQLITE_OK) return database->failure("open");
  SRL_TRY(database->configure(kPagePragmas));
  return database;
}

Status SqliteDatabase::configure(const char* pragmas) {
  sqlite3_extended_result_codes(connection_, 1);
  // Plans must not depend on bound values: otherwise every new value of a LIMIT $n, even an equal
  // one, makes SQLite compile the statement again.
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  if (sqlite3_exec(connection_, pragmas, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure(pragmas);
  }
  install_guard(connection_);
  return {};
}

// ---- statements ---------------------------------------------------------------------------------

Result<Statement*> SqliteDatabase::prepare(Sql sql) {
  SRL_TRY(usable());
  Result<SqliteStatement*> statement = find_or_compile(sql.text);
  if (!statement.ok()) return statement.error();
  statement.value()->set_in_use();
  return static_cast<Statement*>(statement.value());
}

// A statement must not run on content that the cache knows nothing of, nor outside the transaction
// that its caller believes to be in (SQLite ends one by itself when the disk is full).
Status SqliteDatabase::usable() const {
  if (store_ != nullptr && store_->content_epoch() != content_epoch_) {
    return make_error(ErrorCode::storage_failed, "the pages were replaced: reset_cache() first");
  }
  if (in_transaction_ && sqlite3_get_autocommit(connection_) != 0) {
    return make_error(ErrorCode::storage_failed, "the transaction was rolled back by an error");
  }
  return {};
}

Result<SqliteStatement*> SqliteDatabase::find_or_compile(const char* sql) {
  CacheSlot* slot = &slot_of(sql);
  if (slot->statement == nullptr) {
    Result<std::unique_ptr<SqliteStatement>> compiled = compile(sql);
    if (!compiled.ok()) return compiled.error();
    if (2 * ++cached_ > cache_.size()) {
      grow_cache();
      slot = &slot_of(sql);
    }
    *slot = {sql, compiled.value().release()};
    return slot->statement;
  }
  SqliteStatement* statement = slot->statement;
  // Only in debug builds: it reads the whole text at every statement.
  assert(std::strcmp(sqlite3_sql(statement->handle()), sql) == 0 && "SQL must be static text");
  while (statement->in_use()) {
    if (statement->twin == nullptr) {
      Result<std::unique_ptr<SqliteStatement>> compiled = compile(sql);
      if (!compiled.ok()) return compiled.error();
      statement->twin = std::move(compiled.value());
    }
    statement = statement->twin.get();
  }
  return statement;
}

Result<std::unique_ptr<SqliteStatement>> SqliteDatabase::compile(const char* sql) {
  sqlite3_stmt* handle = nullptr;
  const char* tail = nullptr;
  const int code =
      sqlite3_prepare_v3(connection_, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &tail);
  if (code != SQLITE_OK) return failure(sql);
  auto statement = std::make_unique<SqliteStatement>(*this, handle, sql);
  if (handle == nullptr || !is_blank(tail)) {
    return make_error(ErrorCode::storage_failed,
                      "exactly one statement at a time: " + std::string(sql));
  }
  SRL_TRY(statement->map_parameters());
  return statement;
}

// The slot that holds `sql`, or the empty one where it belongs.
SqliteDatabase::CacheSlot& SqliteDatabase::slot_of(const char* sql) {
  const std::size_t mask = cache_.size() - 1;
  std::size_t at = hash_of(sql) & mask;
  while (cache_[at].sql != nullptr && cache_[at].sql != sql) at = (at + 1) & mask;
  return cache_[at];
}

void SqliteDatabase::grow_cache() {
  std::vector<CacheSlot> old(2 * cache_.size());
  old.swap(cache_);
  for (const CacheSlot& slot : old) {
    if (slot.sql != nullptr) slot_of(slot.sql) = slot;
  }
}

Error SqliteDatabase::failure(const char* sql) const {
  const int code = sqlite3_extended_errcode(connection_);
  std::string detail = sqlite3_errmsg(connection_);
  detail.append(" (").append(std::to_string(code)).append("): ");
  detail.append(sql, std::min(std::strlen(sql), kSqlHeadBytes));
  return make_error(error_code_of(code), std::move(detail));
}

// ---- transactions -------------------------------------------------------------------------------

Status SqliteDatabase::run(Sql sql) { return execute(*this, sql); }

Status SqliteDatabase::begin() {
  SRL_TRY(run(read_only_ ? kBeginRead : kBeginWrite));
  in_transaction_ = true;
  return {};
}

// Where the disk fails while it flushes, SQLite rolls back what its readers see; what a machine
// that dies now finds in the log is another matter.
Status SqliteDatabase::commit() {
  if (const Status done = run(kCommit); !done.ok()) {
    const bool is_in_doubt = (sqlite3_extended_errcode(connection_) & 0xFF) == SQLITE_IOERR;
    return is_in_doubt ? make_error(ErrorCode::commit_in_doubt, done.error().detail) : done.error();
  }
  in_transaction_ = false;
  return {};
}

void SqliteDatabase::rollback() {
  // Already over when SQLite itself rolled back; and never refused, not even on replaced pages.
  in_transaction_ = false;
  if (sqlite3_get_autocommit(connection_) == 0) {
    sqlite3_exec(connection_, kRollback.text, nullptr, nullptr, nullptr);
  }
}

BatchId SqliteDatabase::last_batch() const { return store_ == nullptr ? 0 : store_->last_batch(); }

// ---- replaced content, damage -------------------------------------------------------------------

Status SqliteDatabase::reset_cache() {
  for (const CacheSlot& slot : cache_) {
    for (SqliteStatement* s = slot.statement; s != nullptr; s = s->twin.get()) {
      if (s->in_use()) s->reset();
    }
  }
  rollback();
  if (sqlite3_txn_state(connection_, nullptr) != SQLITE_TXN_NONE) {
    return make_error(ErrorCode::storage_failed, "a transaction outlived its rollback");
  }
  if (sqlite3_file_control(connection_, "main", SQLITE_FCNTL_RESET_CACHE, nullptr) != SQLITE_OK) {
    return failure("reset cache");
  }
  if (store_ != nullptr) content_epoch_ = store_->content_epoch();
  return {};
}

Status SqliteDatabase::check_integrity() {
  Query query(*this, kIntegrityCheck);
  const bool has_row = query.next();
  SRL_TRY(query.status());
  if (has_row && query.text(0) == "ok") return {};
  return make_error(ErrorCode::storage_corrupt, has_row ? std::string(query.text(0)) : "no answer");
}

std::int64_t SqliteDatabase::recompilations() const {
  std::int64_t count = 0;
  for (const CacheSlot& slot : cache_) {
    for (const SqliteStatement* s = slot.statement; s != nullptr; s = s->twin.get()) {
      count += sqlite3_stmt_status(s->handle(), SQLITE_STMTSTATUS_REPREPARE, 0);
    }
  }
  return count;
}

Status SqliteDatabase::set_schema_cookie(std::uint32_t cookie) {
  const std::string sql = "PRAGMA schema_version=" + std::to_string(cookie);
  if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return failure(sql.c_str());
}

}  // namespace srl
