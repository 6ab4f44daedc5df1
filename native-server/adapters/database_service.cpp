// SPDX-License-Identifier: MIT
#include "adapters/database_service.h"

#include "service/conflict_store.h"
#include "service/cron.h"
#include "service/job_store.h"
#include "service/session_store.h"

namespace srl {

DatabaseService::DatabaseService(std::unique_ptr<ServiceDatabase> database,
                                 std::unique_ptr<SystemCrypto> crypto, const Policies& policies,
                                 const SignInRules& rules, SharedMetrics& metrics, Mailer& mailer,
                                 JsonLog& log)
    : database_(std::move(database)),
      crypto_(std::move(crypto)),
      policies_(policies),
      rules_(rules),
      access_lifetime_ms_(rules.access_lifetime_ms),
      metrics_(metrics),
      mailer_(mailer),
      log_(log),
      readers_(*database_, ports()),
      writer_(*database_, database_->writer(), ports()) {
  const TimeMs now_ms = clock_.now_ms();
  metrics_.update([&](Metrics& registry) { registry.set(Metric::process_start, now_ms); });
}

Result<std::unique_ptr<DatabaseService>> DatabaseService::open(const std::string& path,
                                                               const SignInRules& rules,
                                                               SharedMetrics& metrics,
                                                               Mailer& mailer, JsonLog& log) {
  Result<std::unique_ptr<ServiceDatabase>> database = ServiceDatabase::open(path);
  if (!database.ok()) return database.error();
  SRL_TRY((*database)->check_integrity());
  Result<std::unique_ptr<SystemCrypto>> crypto = SystemCrypto::open(path);
  if (!crypto.ok()) return crypto.error();
  const Result<Policies> policies = policies_of_preset(kReliablePreset);
  if (!policies.ok()) return policies.error();
  Status counted;
  metrics.update([&](Metrics& registry) { counted = (*database)->count_gauges(registry); });
  if (!counted.ok()) return counted.error();
  return std::unique_ptr<DatabaseService>(new DatabaseService(
      std::move(*database), std::move(*crypto), *policies, rules, metrics, mailer, log));
}

Response DatabaseService::handle(const Request& request, std::size_t bytes) {
  const bool beside_the_writer = database_->has_readers() && is_read_only(request);
  return beside_the_writer ? readers_.handle(request) : writer_.handle(request, bytes);
}

Status DatabaseService::is_ready() {
  const Status written = writer_.probe();
  if (!written.ok() && written.error().code == ErrorCode::unavailable) return written;
  if (!database_->has_room()) return make_error(ErrorCode::unavailable, "the disk is full");
  if (written.ok()) return written;
  return make_error(ErrorCode::unavailable, "the database does not take a write");
}

// What stands in the database is read there: another process's worker counts as well.
Metrics DatabaseService::scrape() {
  Metrics metrics = metrics_.snapshot();
  metrics.set(Metric::db_wal_bytes, database_->wal_bytes());
  const TimeMs now_ms = clock_.now_ms();
  read([&](Transaction& transaction) -> Result<Outcome> {
    Database& database = transaction.database();
    SRL_TRY(count_backlog(database, now_ms, metrics));
    const Result<TimeMs> ended = last_run_ended_ms(database);
    if (!ended.ok()) return ended.error();
    metrics.set(Metric::cron_last_success, *ended);
    if (metrics.value(Metric::conflicts_open) == 0) return Outcome();
    const Result<TimeMs> oldest = oldest_open_conflict_ms(database);
    if (!oldest.ok()) return oldest.error();
    metrics.set(Metric::conflict_oldest, *oldest);
    return Outcome();
  });
  return metrics;
}

Result<RunReport> DatabaseService::run_worker(const LabRunStrike& strike) {
  Result<RunReport> report = srl::run_worker(
      {writer_, clock_, worker_stop_, [this] { return context(); }, strike}, ++runs_);
  if (!report.ok()) {
    metrics_.update([](Metrics& registry) { registry.add(Metric::worker_runs, "failed"); });
  }
  return report;
}

Response DatabaseService::expire_access_tokens(const std::string& device_id) {
  return writer_.run([&](Transaction& transaction) -> Result<Outcome> {
    SRL_TRY(srl::expire_access_tokens(transaction.database(), device_id));
    return Outcome();
  });
}

Response DatabaseService::end_sessions(const std::string& device_id) {
  return writer_.run([&](Transaction& transaction) -> Result<Outcome> {
    const Result<int> ended = delete_sessions_of_device(transaction.database(), device_id);
    if (!ended.ok()) return ended.error();
    Outcome outcome;
    outcome.move(Metric::auth_sessions, -*ended);
    return outcome;
  });
}

}  // namespace srl
