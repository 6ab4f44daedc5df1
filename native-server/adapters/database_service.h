// SPDX-License-Identifier: MIT
// The service as the server runs it: writes through the group writer, reads beside it.
#pragma once

#include <memory>
#include <string>

#include "adapters/group_writer.h"
#include "adapters/native_run.h"
#include "adapters/reader_pool.h"
#include "adapters/system_clock.h"
#include "adapters/system_crypto.h"
#include "adapters/system_random.h"
#include "base/digest.h"
#include "observe/exposure.h"

namespace srl {

class DatabaseService {
 public:
  // A file, or kMemoryPath. The error says what to do. The metrics, the mailer and the log outlive
  // it.
  static Result<std::unique_ptr<DatabaseService>> open(const std::string& path,
                                                       const SignInRules& rules,
                                                       SharedMetrics& metrics, Mailer& mailer,
                                                       JsonLog& log);

  // May be called by many threads at once. Blocks until the answer holds. `bytes`: of the body.
  Response handle(const Request& request, std::size_t bytes);

  // Whether a write would be taken and kept; what stands against it.
  Status is_ready();

  // Work of the host's own. Reads have a snapshot beside the writer where there is one.
  Response write(const Work& work) { return writer_.run(work); }
  Response read(const Work& work) {
    return database_->has_readers() ? readers_.run(work) : writer_.look(work);
  }
  void set_listener(CommitListener* listener) { writer_.set_listener(listener); }
  ServiceContext context() { return ports().context(); }

  // One run of the worker, through the writer. Several at once are safe: each job has one owner.
  Result<RunReport> run_worker(const LabRunStrike& strike);
  // Runs that are under way end after their step, and new ones do nothing.
  void stop_worker() { worker_stop_.set(); }
  StopFlag& worker_stop() { return worker_stop_; }
  const Clock& clock() const { return clock_; }

  // For the lab; `device_id` "" means every device. The answer is 200, or a problem.
  Response expire_access_tokens(const std::string& device_id);
  Response end_sessions(const std::string& device_id);
  void set_access_lifetime(DurationMs lifetime_ms) { access_lifetime_ms_ = lifetime_ms; }
  void reset_access_lifetime() { access_lifetime_ms_ = rules_.access_lifetime_ms; }

  SharedMetrics& metrics() { return metrics_; }

  // What /metrics may show of it.
  Exposure exposure() const { return Exposure(policies_.signals->level()); }

  // What has been counted, and what the database says of itself now.
  Metrics scrape();

 private:
  DatabaseService(std::unique_ptr<ServiceDatabase> database, std::unique_ptr<SystemCrypto> crypto,
                  const Policies& policies, const SignInRules& rules, SharedMetrics& metrics,
                  Mailer& mailer, JsonLog& log);
  ServicePorts ports() {
    return {clock_, random_, metrics_, policies_, *crypto_, mailer_, rules_, access_lifetime_ms_,
            log_,   epoch_};
  }

  std::unique_ptr<ServiceDatabase> database_;
  std::unique_ptr<SystemCrypto> crypto_;
  Policies policies_;
  SignInRules rules_;
  std::atomic<DurationMs> access_lifetime_ms_;
  SharedMetrics& metrics_;
  Mailer& mailer_;
  JsonLog& log_;
  SystemClock clock_;
  SystemRandom random_;
  const std::string epoch_ = format_digest(random_.next(RandomPurpose::identifier));
  StopFlag worker_stop_;
  std::atomic<std::int64_t> runs_{0};
  ReaderPool readers_;
  GroupWriter writer_;
};

}  // namespace srl
