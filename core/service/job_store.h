// SPDX-License-Identifier: MIT
// Jobs, deliveries and subscriptions, in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/job.h"
#include "observe/metrics.h"
#include "ports/database.h"

namespace srl {

// Makes it, or makes it due again where it was cancelled. Nothing: it is there in another state,
// and stays as it is.
Result<std::optional<JobId>> insert_job(Database& database, const Job& job);

// Nothing when there is none. read_job_of: the task's newest of the kind.
Result<std::optional<Job>> read_job(Database& database, JobId id);
Result<std::optional<Job>> read_job_of(Database& database, AccountId account, const TaskId& task,
                                       JobKind kind);

// All of it but its identity. False when another run has claimed it since it was read: its
// fencing number has gone up, and nothing is written.
Result<bool> update_job(Database& database, const Job& job);

// Its lease, if it is still this claim's.
Status extend_lease(Database& database, const Job& job, TimeMs leased_until);

// The task's job that is due then, if it is not final: how many there were.
Result<std::int64_t> cancel_job(Database& database, AccountId account, const TaskId& task,
                                JobKind kind, TimeMs due_at);

// Gives the job to the run that asks, under a new fencing number, until `leased_until`; nothing
// when another run has it, or it is final.
Result<std::optional<Job>> claim_job(Database& database, JobId id, TimeMs now_ms,
                                     TimeMs leased_until);

// Which jobs are a worker's: those about tasks may be the devices' or the process's.
enum class JobChoice : std::uint8_t { all, own_only };

// Those that may be claimed now: due, waiting for their next attempt, or left by a run that died.
Result<std::vector<JobId>> claimable_jobs(Database& database, TimeMs now_ms, JobChoice choice,
                                          std::int64_t limit);

// Those that are not final and due, by id, above `after`, also those that a run has: for those who
// don't claim.
Result<std::vector<Job>> unfinished_jobs(Database& database, TimeMs now_ms, JobChoice choice,
                                         JobId after, std::int64_t limit);

// For people to look at: the ones in the state, or all, the newest first.
Result<std::vector<Job>> jobs_in_state(Database& database, std::optional<JobState> state,
                                       std::int64_t limit);
// Sets the gauges of what is due and of what was given up.
Status count_backlog(Database& database, TimeMs now_ms, Metrics& metrics);
// When the oldest one that is due and not final was due; 0: there is none.
Result<TimeMs> oldest_due_job_ms(Database& database, TimeMs now_ms);
Status delete_final_jobs(Database& database, TimeMs due_before_ms);

Result<std::vector<Delivery>> deliveries_of(Database& database, JobId job);
Status restart_deliveries(Database& database, JobId job);  // those that were given up
Status write_delivery(Database& database, const Delivery& delivery);

// A device that wants to be told. It counts while the device has a session of the account: this
// comes before the session is inserted, and where there is none yet the subscription begins again.
Status insert_subscription(Database& database, AccountId account, std::string_view device,
                           TimeMs since_ms);
Status delete_subscription(Database& database, AccountId account, std::string_view device);
struct Subscription {
  std::string device;
  TimeMs since_ms = 0;
};
Result<std::vector<Subscription>> subscriptions_of(Database& database, AccountId account,
                                                   TimeMs now_ms);

}  // namespace srl
