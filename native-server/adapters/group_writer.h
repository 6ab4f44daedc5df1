// SPDX-License-Identifier: MIT
// The one thread that writes. Requests that wait while it commits share the next transaction, and
// so one flush of the disk (group commit): many devices at once are faster than one. A request is
// answered after its commit. When a group fails, each of its requests is tried again alone, so that
// one cannot take the others down.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <semaphore>
#include <span>
#include <thread>
#include <vector>

#include "adapters/service_database.h"
#include "adapters/shared_metrics.h"
#include "ports/clock.h"
#include "service/service.h"

namespace srl {

inline constexpr std::size_t kGroupRequestsMax = 64;

struct ServicePorts {
  const Clock& clock;
  RandomSource& random;
  SharedMetrics& metrics;
  const Policies& policies;
};

class GroupWriter {
 public:
  GroupWriter(ServiceDatabase& database, ServicePorts ports);
  ~GroupWriter();  // after the last request has been answered
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  // Blocks until the request's effects are durable, or it has failed: then 503, and nothing has
  // happened.
  Response handle(const Request& request);

  // True when a transaction that writes goes through.
  bool probe();

 private:
  struct Job {
    const Request* request;  // null: a probe
    Response response{};
    std::binary_semaphore done{0};
  };

  Response run_job(const Request* request);
  void run();
  std::vector<Job*> next_group();
  void run_group(std::span<Job* const> group);
  Status attempt(std::span<Job* const> group);
  Result<Outcome> carry_out(Transaction& transaction, const Job& job);
  void publish(const Outcome& outcome, Metrics& metrics) const;

  ServiceDatabase& database_;
  ServicePorts ports_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
