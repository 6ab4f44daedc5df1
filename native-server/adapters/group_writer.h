// SPDX-License-Identifier: MIT
// The one thread that writes. Requests that wait while it commits share the next transaction, and
// so one flush of the disk (group commit): many devices at once are faster than one. A request is
// answered after its commit. When a group fails, each of its requests is tried again alone, so that
// one cannot take the others down.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <semaphore>
#include <span>
#include <thread>
#include <vector>

#include "adapters/service_database.h"
#include "adapters/shared_metrics.h"
#include "ports/clock.h"
#include "ports/mailer.h"
#include "service/service.h"

namespace srl {

inline constexpr std::size_t kGroupRequestsMax = 64;

// What both ways to the database hand the service.
struct ServicePorts {
  const Clock& clock;
  RandomSource& random;
  SharedMetrics& metrics;
  const Policies& policies;
  Crypto& crypto;
  Mailer& mailer;
  const SignInRules& sign_in;
  const std::atomic<DurationMs>& access_lifetime_ms;  // instead of the rules': the lab changes it

  ServiceContext context() const {
    ServiceContext context{clock.now_ms(), policies, random, crypto, sign_in};
    context.sign_in.access_lifetime_ms = access_lifetime_ms;
    return context;
  }
};

// What is to be done in a transaction. It may be done again when a group has failed.
using Work = std::function<Result<Outcome>(Transaction& transaction)>;

class GroupWriter {
 public:
  GroupWriter(ServiceDatabase& database, ServicePorts ports);
  ~GroupWriter();  // after the last request has been answered
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  // Blocks until the request's effects are durable, or it has failed: then 503, and nothing has
  // happened.
  Response handle(const Request& request);

  // The same for what is no request.
  Response run(const Work& work);

  // True when a transaction that writes goes through.
  bool probe();

 private:
  struct Job {
    const Work* work;
    Response response{};
    std::binary_semaphore done{0};
  };

  void write();
  std::vector<Job*> next_group();
  void run_group(std::span<Job* const> group);
  Status attempt(std::span<Job* const> group);

  ServiceDatabase& database_;
  ServicePorts ports_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
