// SPDX-License-Identifier: MIT
// A PageStore and the one connection on it, changed together: after the content is replaced the
// connection's cache is always dropped. This is what a simulated device or service owns. Opening a
// connection and preparing its statements costs far more than a run's first events, so sweeps keep
// PageDatabases and start each world with restart().
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/assertion.h"
#include "base/result.h"
#include "storage/page_store.h"
#include "storage/sqlite_database.h"

namespace srl {

class PageDatabase {
 public:
  static Result<std::unique_ptr<PageDatabase>> open(PageImage image, BatchId durable_batch = 0);

  PageStore& store() { return store_; }
  const PageStore& store() const { return store_; }
  SqliteDatabase& database() { return *database_; }

  // A new database that starts as `image`, which is durable. The listener is removed.
  Status restart(const PageImage& image);

  // The app or the machine died: open work and everything not durable is gone.
  Status kill();

  // The content at a checkpoint. Only between transactions.
  PageStore::State state() const {
    SRL_ASSERT(!database_->in_transaction(), "a checkpoint stands between transactions");
    return store_.state();
  }
  Status restore(PageStore::State state);

 private:
  explicit PageDatabase(PageImage image, BatchId durable_batch)
      : store_(std::move(image), durable_batch) {}

  PageStore store_;
  std::unique_ptr<SqliteDatabase> database_;  // after store_: closed before it goes
};

// Connections between worlds. One pool belongs to one thread.
class PageDatabasePool {
 public:
  // A database that starts as `image`; reuses one that was put back when there is one.
  Result<std::unique_ptr<PageDatabase>> take(const PageImage& image);
  void put_back(std::unique_ptr<PageDatabase> database);

 private:
  std::vector<std::unique_ptr<PageDatabase>> idle_;
};

}  // namespace srl
