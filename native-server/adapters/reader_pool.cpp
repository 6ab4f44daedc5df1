// SPDX-License-Identifier: MIT
#include "adapters/reader_pool.h"

#include <utility>

namespace srl {

class ReaderPool::Lease {
 public:
  Lease(ReaderPool& pool, std::unique_ptr<SqliteDatabase> connection)
      : pool_(pool), connection_(std::move(connection)) {}
  ~Lease() { pool_.put_back(std::move(connection_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  SqliteDatabase& connection() const { return *connection_; }

 private:
  ReaderPool& pool_;
  std::unique_ptr<SqliteDatabase> connection_;
};

// Giving a connection back takes no memory: there may be none.
ReaderPool::ReaderPool(ServiceDatabase& database, ServicePorts ports)
    : database_(database), ports_(ports) {
  idle_.reserve(kReadersMax);
}

Response ReaderPool::handle(const Request& request) {
  return run(
      [&](Transaction& transaction) { return execute(transaction, ports_.context(), request); });
}

Response ReaderPool::run(const Work& work) {
  if (!database_.is_in_place()) {
    return refuse(make_error(ErrorCode::unavailable, "the database file is no longer at its path"));
  }
  const TimeMs began_ms = ports_.clock.now_ms();
  Result<Outcome> outcome = read(work);
  if (!outcome.ok()) return refuse(outcome.error());
  const DurationMs took_ms = ports_.clock.now_ms() - began_ms;
  ports_.metrics.update([&](Metrics& metrics) {
    metrics.observe(Metric::db_tx_duration, "read", took_ms);
    outcome->add_to(metrics);
  });
  return std::move(outcome->response);
}

Response ReaderPool::refuse(const Error& error) const {
  ports_.tell_failure(error);
  if (error.code == ErrorCode::storage_corrupt) database_.suspect_damage();
  return problem_response(error);
}

Result<Outcome> ReaderPool::read(const Work& work) {
  Result<std::unique_ptr<SqliteDatabase>> taken = take();
  if (!taken.ok()) return taken.error();
  const Lease lease(*this, std::move(*taken));
  Transaction transaction(lease.connection());
  SRL_TRY(transaction.status());
  Result<Outcome> outcome = work(transaction);
  if (!outcome.ok()) return outcome;
  SRL_TRY(transaction.commit());
  return outcome;
}

Result<std::unique_ptr<SqliteDatabase>> ReaderPool::take() {
  const MutexLock lock(mutex_);
  while (idle_.empty() && opened_ == kReadersMax) freed_.wait(mutex_);
  if (!idle_.empty()) {
    std::unique_ptr<SqliteDatabase> connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  Result<std::unique_ptr<SqliteDatabase>> connection = database_.open_reader();
  if (connection.ok()) ++opened_;
  return connection;
}

void ReaderPool::put_back(std::unique_ptr<SqliteDatabase> connection) {
  {
    const MutexLock lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  freed_.notify_one();
}

}  // namespace srl
