// SPDX-License-Identifier: MIT
// The service's database as the server opens it: a file in WAL mode with a connection that writes
// and others that read beside it, or memory, where the one connection does both.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/file_identity.h"
#include "model/session.h"
#include "observe/metrics.h"
#include "ports/random_source.h"
#include "storage/page_database.h"
#include "storage/sqlite_database.h"

namespace srl {

inline constexpr char kMemoryPath[] = ":memory:";
inline constexpr std::uintmax_t kDiskReserveBytes = 1024 * 1024;  // one push, and its pages

class ServiceDatabase {
 public:
  // Opens or creates it, brings it to the newest schema and makes the guests' account. Errors say
  // what to do: storage_failed, storage_corrupt, or not_possible for a file of a newer build.
  static Result<std::unique_ptr<ServiceDatabase>> open(const std::string& path);

  // What the gauges start from: later they move with each commit.
  Status count_gauges(Metrics& metrics);

  // For a writer that copies a long log when its requests have their answers: that takes some
  // milliseconds (storage/sqlite_database.h).
  void defer_checkpoints() {
    if (file_) file_->defer_checkpoints();
  }
  void checkpoint_if_long() {
    if (file_) file_->checkpoint_if_long();
  }

  Database& writer() { return pages_ ? pages_->database() : *file_; }

  // Of the write-ahead log; 0 in memory.
  std::int64_t wal_bytes() const;

  // Whether the files that are open are still those at their paths: what is written to a file that
  // was moved away or replaced is lost to all who look for it there. Always true in memory.
  bool is_in_place() const;
  // A statement has met damage. Whether it is the file's is looked at before anything more is
  // acknowledged.
  void suspect_damage() { is_suspect_ = true; }
  // On the writer's thread: reads the whole file when damage is suspected. True once it was found:
  // another program has written into the file, or the disk has.
  bool is_damaged(TimeMs now_ms);
  // Reads the whole file and reports the first damage: storage_corrupt.
  Status check_integrity();
  // Whether the disk has the room that a server needs to go on.
  bool has_room() const;

  // After a commit of the writer.
  void on_committed();

  // A connection of its own for one thread; null where there is only the writer's.
  Result<std::unique_ptr<SqliteDatabase>> open_reader() const;
  bool has_readers() const { return !pages_; }

 private:
  explicit ServiceDatabase(std::string path) : path_(std::move(path)) {}
  Status open_connection();
  Status create_first_account();

  std::string path_;
  std::atomic<bool> is_suspect_{false};
  bool is_damaged_ = false;
  TimeMs examined_ms_ = 0;
  std::vector<FileIdentity> files_;       // the database and its write-ahead log
  std::unique_ptr<PageDatabase> pages_;   // in memory
  std::unique_ptr<SqliteDatabase> file_;  // else
};

}  // namespace srl
