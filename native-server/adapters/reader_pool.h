// SPDX-License-Identifier: MIT
// Connections that read while the writer writes. Each request has a snapshot of its own: what had
// been committed when it began.
#pragma once

#include <memory>
#include <vector>

#include "adapters/group_writer.h"
#include "threads/mutex.h"

namespace srl {

inline constexpr std::size_t kReadersMax = 4;

class ReaderPool {
 public:
  ReaderPool(ServiceDatabase& database, ServicePorts ports);

  // Blocks while all connections are in use. 503 when the database cannot be read.
  Response handle(const Request& request);
  Response run(const Work& work);

 private:
  // A connection that goes back when its reader is done, also where the work throws.
  class Lease;

  Result<std::unique_ptr<SqliteDatabase>> take() EXCLUDES(mutex_);
  Response refuse(const Error& error) const;
  void put_back(std::unique_ptr<SqliteDatabase> connection) EXCLUDES(mutex_);
  Result<Outcome> read(const Work& work);

  ServiceDatabase& database_;
  ServicePorts ports_;
  Mutex mutex_;
  ConditionVariable freed_;
  std::vector<std::unique_ptr<SqliteDatabase>> idle_ GUARDED_BY(mutex_);
  std::size_t opened_ GUARDED_BY(mutex_) = 0;
};

}  // namespace srl
