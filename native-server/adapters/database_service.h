// SPDX-License-Identifier: MIT
// The service as the server runs it: writes through the group writer, reads beside it.
#pragma once

#include <memory>
#include <string>

#include "adapters/group_writer.h"
#include "adapters/reader_pool.h"
#include "adapters/system_clock.h"
#include "adapters/system_random.h"

namespace srl {

class DatabaseService {
 public:
  // A file, or kMemoryPath. The error says what to do.
  static Result<std::unique_ptr<DatabaseService>> open(const std::string& path);

  // May be called by many threads at once. Blocks until the answer holds.
  Response handle(const Request& request);

  bool is_ready() { return writer_.probe(); }

  SharedMetrics& metrics() { return metrics_; }

  // What has been counted, and what the database says of itself now.
  Metrics scrape();

 private:
  DatabaseService(std::unique_ptr<ServiceDatabase> database, const Policies& policies);
  ServicePorts ports() { return {clock_, random_, metrics_, policies_}; }

  std::unique_ptr<ServiceDatabase> database_;
  Policies policies_;
  SystemClock clock_;
  SystemRandom random_;
  SharedMetrics metrics_;
  ReaderPool readers_;
  GroupWriter writer_;
};

}  // namespace srl
