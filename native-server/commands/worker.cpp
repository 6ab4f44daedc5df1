// SPDX-License-Identifier: MIT
#include "commands/worker.h"

#include <unistd.h>

#include <filesystem>

#include "adapters/connection_transactor.h"
#include "adapters/native_run.h"
#include "adapters/shifted_clock.h"
#include "adapters/system_crypto.h"
#include "adapters/system_random.h"
#include "service/job_store.h"

namespace srl {
namespace {

ExitCode complain_of(const WorkerOptions& options, const Error& error) {
  return complain(ExitCode::failed, "the database " + options.database + ": " + describe(error));
}

// Jobs that are due and not final.
Result<std::int64_t> due_jobs(Database& database, TimeMs now_ms) {
  Metrics backlog;
  SRL_TRY(count_backlog(database, now_ms, backlog));
  return backlog.total(Metric::job_backlog) -
         backlog.value(Metric::job_backlog, name_of(JobState::discarded));
}

}  // namespace

ExitCode run_worker_once(const WorkerOptions& options) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(options.database, error)) {
    return complain(ExitCode::failed, "there is no database " + options.database +
                                          ": srl serve makes it, or name another with --db");
  }
  SystemRandom random;
  const Result<std::unique_ptr<ServiceDatabase>> database = ServiceDatabase::open(options.database);
  if (!database.ok()) return complain_of(options, database.error());
  const Result<std::unique_ptr<SystemCrypto>> crypto = SystemCrypto::open(options.database);
  if (!crypto.ok()) return complain_of(options, crypto.error());
  const Result<Policies> policies = policies_of_preset(kReliablePreset);
  if (!policies.ok()) return complain(ExitCode::failed, describe(policies.error()));

  const ShiftedClock clock(options.clock_ahead_s * kSecondMs);
  const StopFlag never;
  ConnectionTransactor transactor(**database);
  const auto context = [&] { return ServiceContext{clock.now_ms(), *policies, random, **crypto}; };
  const Result<RunReport> report =
      run_worker({transactor, clock, never, context}, static_cast<std::int64_t>(::getpid()));
  if (!report.ok()) return complain_of(options, report.error());
  const Result<std::int64_t> remaining = due_jobs((*database)->writer(), clock.now_ms());
  if (!remaining.ok()) return complain_of(options, remaining.error());
  const bool is_all_done = *remaining == 0;
  return print(describe(*report) + "; " + (is_all_done ? "none" : std::to_string(*remaining)) +
                   " due and not done\n",
               is_all_done ? ExitCode::ok : ExitCode::work_remains);
}

}  // namespace srl
