// SPDX-License-Identifier: MIT
#include "adapters/reader_pool.h"

namespace srl {

Response ReaderPool::handle(const Request& request) {
  return run(
      [&](Transaction& transaction) { return execute(transaction, ports_.context(), request); });
}

Response ReaderPool::run(const Work& work) {
  if (!database_.is_in_place()) {
    return refuse(make_error(ErrorCode::unavailable, "the database file is no longer at its path"));
  }
  const TimeMs began_ms = ports_.clock.now_ms();
  Result<std::unique_ptr<SqliteDatabase>> connection = take();
  if (!connection.ok()) return refuse(connection.error());
  Result<Outcome> outcome = read(**connection, work);
  put_back(std::move(*connection));
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

Result<Outcome> ReaderPool::read(SqliteDatabase& connection, const Work& work) {
  Transaction transaction(connection);
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
