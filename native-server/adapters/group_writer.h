// SPDX-License-Identifier: MIT
// The one thread that writes. Requests that wait while it commits share the next transaction, and
// so one flush of the disk (group commit): many devices at once are faster than one. A request is
// answered after its commit, and before a long log is copied into the file. When a group fails,
// each of its requests is tried again alone, so that one cannot take the others down; but not when
// its commit is in doubt: what may have been done is tried again only by who asked for it, under an
// id that tells.
#pragma once

#include <atomic>
#include <deque>
#include <semaphore>
#include <span>
#include <thread>
#include <vector>

#include "adapters/json_log.h"
#include "adapters/service_database.h"
#include "adapters/shared_metrics.h"
#include "adapters/transactor.h"
#include "ports/clock.h"
#include "ports/mailer.h"
#include "service/service.h"
#include "threads/mutex.h"

namespace srl {

inline constexpr std::size_t kGroupRequestsMax = 64;
inline constexpr std::size_t kGroupBytesMax = 1024 * 1024;  // of their bodies, and one more request

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
  JsonLog& log;
  std::string_view epoch;  // of the process (service/account_history.h)

  // What the database says of a failure is for the operator alone.
  void tell_failure(const Error& error) const {
    log.write(std::move(LogLine(LogLevel::error, "storage_failed")
                            .text("code", error_name(error.code))
                            .text("error", error.detail)));
  }

  ServiceContext context() const {
    ServiceContext context{clock.now_ms(), policies, random, crypto, sign_in};
    context.sign_in.access_lifetime_ms = access_lifetime_ms;
    context.epoch = epoch;
    return context;
  }
};

// Hears of every commit, on the writer's thread.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void on_commit() = 0;
};

class GroupWriter final : public Transactor {
 public:
  // `connection`: the one that it writes on, the database's own.
  GroupWriter(ServiceDatabase& database, Database& connection, ServicePorts ports);
  ~GroupWriter() override;  // after the last request has been answered
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  // Blocks until the request's effects are durable, or it has failed: then 503, and nothing has
  // happened, or nobody knows (commit_in_doubt). `bytes`: of its body. Who signs in or refreshes
  // goes before the others.
  Response handle(const Request& request, std::size_t bytes);

  // The same for what is no request.
  Response run(const Work& work) { return answer({.work = &work}); }
  Status transact(const Work& work) override;

  // For what only reads, where there is no connection beside this one: no listener hears of it.
  Response look(const Work& work) { return answer({.work = &work, .is_told = false}); }

  // nullptr: nobody. A listener must outlive the last commit, or be taken away before.
  void set_listener(CommitListener* listener) { listener_ = listener; }

  // Whether a transaction that writes goes through.
  Status probe();

 private:
  struct Order {
    const Work* work;
    bool is_told = true;
    bool is_urgent = false;
    std::size_t bytes = 0;
  };
  struct Job {
    Order order;
    Response response{};
    Status failure{};  // then there is no response
    std::binary_semaphore done{0};
  };

  Response answer(const Order& order);
  Result<Response> wait_for(const Order& order) EXCLUDES(mutex_);
  void write();
  bool next_group(std::vector<Job*>& group) EXCLUDES(mutex_);
  void run_group(std::span<Job* const> group);
  Status attempt(std::span<Job* const> group);
  Status run_together(std::span<Job* const> group, bool& is_committed);
  void note_doubt();
  void tell_listener();

  ServiceDatabase& database_;
  Database& connection_;
  ServicePorts ports_;
  std::atomic<CommitListener*> listener_{nullptr};
  Mutex mutex_;
  ConditionVariable wake_;
  std::deque<Job*> waiting_ GUARDED_BY(mutex_);
  std::deque<Job*> urgent_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
