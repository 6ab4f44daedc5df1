// SPDX-License-Identifier: MIT
#include "adapters/service_database.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "adapters/private_file.h"
#include "service/task_store.h"
#include "storage/migrations/service_migrations.h"

namespace srl {
namespace {

// The tasks are its owner's business, like the key beside it. A new file is made so, one from
// before is mended; where that is not possible, opening it will say why.
void keep_private(const std::string& path) {
  const int created = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (created >= 0) ::close(created);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const std::string file = path + suffix;
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0 || (info.st_mode & kOthers) == 0) continue;
    static_cast<void>(::chmod(file.c_str(), info.st_mode & ~kOthers & 07777));
  }
}

constexpr DurationMs kExamineIntervalMs = kMinuteMs;

// The largest part of the server's memory. What does not fit is in the system's cache.
constexpr int kWriterCacheKib = 4 * 1024;

constexpr Sql kCountAccounts{"SELECT COUNT(*) FROM accounts WHERE account_id = $1"};
constexpr Sql kCountOpen{"SELECT COALESCE(SUM(open_count), 0) FROM accounts"};
constexpr Sql kCountConflicts{"SELECT COALESCE(SUM(conflicts_open), 0) FROM accounts"};
constexpr Sql kCountSessions{"SELECT COUNT(*) FROM sessions"};

}  // namespace

Result<std::unique_ptr<ServiceDatabase>> ServiceDatabase::open(const std::string& path) {
  std::unique_ptr<ServiceDatabase> database(new ServiceDatabase(path));
  SRL_TRY(database->open_connection());
  SRL_TRY(migrate(database->writer(), service_migrations()));
  SRL_TRY(database->create_first_account());
  database->on_committed();
  if (database->file_) {
    for (const char* suffix : {"", "-wal"}) {
      FileIdentity file(path + suffix);
      if (file.exists()) database->files_.push_back(std::move(file));
    }
  }
  return database;
}

Status ServiceDatabase::open_connection() {
  if (path_ == kMemoryPath) {
    Result<std::unique_ptr<PageDatabase>> pages = PageDatabase::open(PageImage());
    if (!pages.ok()) return pages.error();
    pages_ = std::move(*pages);
    return {};
  }
  keep_private(path_);
  Result<std::unique_ptr<SqliteDatabase>> file =
      SqliteDatabase::open_file(path_, {.cache_kib = kWriterCacheKib});
  if (!file.ok()) return file.error();
  file_ = std::move(*file);
  return {};
}

Status ServiceDatabase::create_first_account() {
  Transaction transaction(writer());
  SRL_TRY(transaction.status());
  bool is_new = false;
  {
    Query count(writer(), kCountAccounts, kFirstAccount);
    is_new = count.next() && count.integer(0) == 0;
    SRL_TRY(count.status());
  }
  if (is_new) {
    SRL_TRY(create_account(writer(), kFirstAccount));
  }
  return transaction.commit();
}

Status ServiceDatabase::count_gauges(Metrics& metrics) {
  const std::pair<Metric, Sql> gauges[] = {{Metric::open_tasks, kCountOpen},
                                           {Metric::auth_sessions, kCountSessions},
                                           {Metric::conflicts_open, kCountConflicts}};
  for (const auto& [gauge, sql] : gauges) {
    Query count(writer(), sql);
    if (count.next()) metrics.set(gauge, count.integer(0));
    SRL_TRY(count.status());
  }
  return {};
}

std::int64_t ServiceDatabase::wal_bytes() const {
  if (pages_) return 0;
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path_ + "-wal", error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

bool ServiceDatabase::is_in_place() const {
  return std::all_of(files_.begin(), files_.end(),
                     [](const FileIdentity& file) { return file.is_in_place(); });
}

bool ServiceDatabase::is_damaged(TimeMs now_ms) {
  // What is only one account's trouble must not have the file read again and again.
  const bool is_due = is_suspect_ && now_ms - examined_ms_ >= kExamineIntervalMs;
  if (is_damaged_ || !is_due) return is_damaged_;
  is_suspect_ = false;
  examined_ms_ = now_ms;
  // By a connection of its own: what the writer has in its cache is not what the file holds.
  if (!has_readers()) return false;
  const Result<std::unique_ptr<SqliteDatabase>> fresh = open_reader();
  const Status sound = fresh.ok() ? (*fresh)->check_integrity() : fresh.error();
  is_damaged_ = !sound.ok() && sound.error().code == ErrorCode::storage_corrupt;
  return is_damaged_;
}

Status ServiceDatabase::check_integrity() { return file_ ? file_->check_integrity() : Status(); }

bool ServiceDatabase::has_room() const {
  if (pages_) return true;
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(path_, error);
  return !error && space.available >= kDiskReserveBytes;
}

void ServiceDatabase::on_committed() {
  if (pages_) pages_->store().mark_durable(pages_->store().last_batch());
}

Result<std::unique_ptr<SqliteDatabase>> ServiceDatabase::open_reader() const {
  return SqliteDatabase::open_file(path_, {.read_only = true});
}

}  // namespace srl
