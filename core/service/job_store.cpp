// SPDX-License-Identifier: MIT
#include "service/job_store.h"

#include "service/session_store.h"

namespace srl {
namespace {

#define SRL_JOB_COLUMNS                                                                       \
  "job_id, account_id, kind, task_id, due_at, state, run_at, attempts, fence, leased_until, " \
  "reason, intent"
// The states of a job that is not final (model/job.h): queued, executing, waiting_retry.
#define SRL_UNFINISHED "state IN (0, 1, 2)"
#define SRL_CLAIMABLE "((state IN (0, 2) AND run_at <= $1) OR (state = 1 AND leased_until <= $1))"

constexpr Sql kInsert{
    "INSERT INTO jobs (account_id, task_id, kind, due_at, state, run_at, attempts, fence, "
    "leased_until, reason, intent) VALUES ($1, $2, $3, $4, 0, $5, 0, 0, 0, '', $6) "
    "ON CONFLICT (account_id, task_id, kind, due_at) DO UPDATE SET state = 0, "
    "run_at = excluded.run_at, attempts = 0, intent = excluded.intent WHERE jobs.state = 5 "
    "RETURNING job_id"};
constexpr Sql kReadJob{"SELECT " SRL_JOB_COLUMNS " FROM jobs WHERE job_id = $1"};
constexpr Sql kReadOf{"SELECT " SRL_JOB_COLUMNS
                      " FROM jobs WHERE account_id = $1 AND task_id = $2 AND kind = $3 "
                      "ORDER BY job_id DESC LIMIT 1"};
constexpr Sql kUpdate{
    "UPDATE jobs SET due_at = $2, state = $3, run_at = $4, attempts = $5, leased_until = $6, "
    "reason = $7 WHERE job_id = $1 AND fence = $8"};
constexpr Sql kExtend{
    "UPDATE jobs SET leased_until = $3 WHERE job_id = $1 AND fence = $2 AND state = 1"};
constexpr Sql kCancel{
    "UPDATE jobs SET state = 5 WHERE account_id = $1 AND task_id = $2 AND kind = $3 "
    "AND due_at = $4 AND " SRL_UNFINISHED};
constexpr Sql kClaim{
    "UPDATE jobs SET state = 1, fence = fence + 1, leased_until = $3 WHERE job_id = $2 "
    "AND " SRL_CLAIMABLE " RETURNING " SRL_JOB_COLUMNS};
constexpr Sql kClaimable{"SELECT job_id FROM jobs WHERE " SRL_CLAIMABLE
                         " AND ($2 = 0 OR account_id = 0) "
                         "ORDER BY run_at, job_id LIMIT $3"};
constexpr Sql kUnfinished{
    "SELECT " SRL_JOB_COLUMNS " FROM jobs WHERE " SRL_UNFINISHED
    " AND due_at <= $1 AND ($2 = 0 OR account_id = 0) AND job_id > $3 ORDER BY job_id LIMIT $4"};
constexpr Sql kInState{"SELECT " SRL_JOB_COLUMNS
                       " FROM jobs WHERE $1 < 0 OR state = $1 ORDER BY job_id DESC LIMIT $2"};
constexpr Sql kCount{"SELECT state, count(*), MIN(due_at) FROM jobs WHERE (" SRL_UNFINISHED
                     " AND due_at <= $1) OR state = 4 "
                     "GROUP BY state"};
constexpr Sql kOldestDue{"SELECT COALESCE(MIN(due_at), 0) FROM jobs WHERE " SRL_UNFINISHED
                         " AND due_at <= $1"};
constexpr Sql kDeleteDueDeliveries{
    "DELETE FROM deliveries WHERE job_id IN "
    "(SELECT job_id FROM jobs WHERE NOT " SRL_UNFINISHED " AND due_at < $1)"};
constexpr Sql kDeleteFinal{"DELETE FROM jobs WHERE NOT " SRL_UNFINISHED " AND due_at < $1"};

constexpr Sql kDeliveries{
    "SELECT device_id, state, attempts, at_ms, reason FROM deliveries WHERE job_id = $1 "
    "ORDER BY device_id"};
constexpr Sql kWriteDelivery{
    "INSERT INTO deliveries (job_id, device_id, state, attempts, at_ms, reason) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (job_id, device_id) DO UPDATE SET "
    "state = excluded.state, attempts = excluded.attempts, at_ms = excluded.at_ms, "
    "reason = excluded.reason"};

constexpr Sql kRestartDeliveries{
    "UPDATE deliveries SET state = 0, attempts = 0 WHERE job_id = $1 AND state = 4"};

constexpr Sql kSubscribe{
    "INSERT INTO subscriptions (account_id, device_id, since_ms) VALUES ($1, $2, $3) "
    "ON CONFLICT (account_id, device_id) DO UPDATE SET since_ms = excluded.since_ms "
    "WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.account_id = excluded.account_id "
    "AND s.device_id = excluded.device_id)"};
constexpr Sql kUnsubscribe{"DELETE FROM subscriptions WHERE account_id = $1 AND device_id = $2"};
constexpr Sql kSubscriptions{
    "SELECT device_id, since_ms FROM subscriptions p WHERE account_id = $1 AND EXISTS "
    "(SELECT 1 FROM sessions s WHERE s.account_id = p.account_id AND s.device_id = p.device_id "
    "AND s.refreshed_at >= $2 AND s.created_at >= $3) ORDER BY device_id"};

Job job_from(Query& query) {
  Job job;
  job.id = query.integer(0);
  job.account = query.integer(1);
  job.kind = static_cast<JobKind>(query.integer(2));
  // The service's own jobs are about no task.
  if (!query.text(3).empty()) job.task = query.id(3);
  job.due_at = query.integer(4);
  job.state = static_cast<JobState>(query.integer(5));
  job.run_at = query.integer(6);
  job.attempts = query.integer(7);
  job.fence = query.integer(8);
  job.leased_until = query.integer(9);
  job.reason = query.text(10);
  job.intent = static_cast<Intent>(query.integer(11));
  return job;
}

Result<std::optional<Job>> read_one(Query& query) {
  std::optional<Job> job;
  while (query.next()) job = job_from(query);
  if (!query.status().ok()) return query.status().error();
  return job;
}

Result<std::vector<Job>> read_all(Query& query) {
  std::vector<Job> jobs;
  while (query.next()) jobs.push_back(job_from(query));
  if (!query.status().ok()) return query.status().error();
  return jobs;
}

Result<std::int64_t> read_number(Query& query) {
  std::int64_t number = 0;
  if (query.next()) number = query.integer(0);
  if (!query.status().ok()) return query.status().error();
  return number;
}

std::string stored_task(const TaskId& task) { return task.is_nil() ? "" : to_string(task); }

}  // namespace

// ------------------------------------------------------------------------------------------- jobs

Result<std::optional<JobId>> insert_job(Database& database, const Job& job) {
  const std::string task = stored_task(job.task);
  Query query(database, kInsert, job.account, task, static_cast<int>(job.kind), job.due_at,
              job.run_at, job.intent);
  std::optional<JobId> id;
  while (query.next()) id = query.integer(0);
  if (!query.status().ok()) return query.status().error();
  return id;
}

Result<std::optional<Job>> read_job(Database& database, JobId id) {
  Query query(database, kReadJob, id);
  return read_one(query);
}

Result<std::optional<Job>> read_job_of(Database& database, AccountId account, const TaskId& task,
                                       JobKind kind) {
  Query query(database, kReadOf, account, task, static_cast<int>(kind));
  return read_one(query);
}

Result<bool> update_job(Database& database, const Job& job) {
  Query query(database, kUpdate, job.id, job.due_at, static_cast<int>(job.state), job.run_at,
              job.attempts, job.leased_until, job.reason, job.fence);
  const Result<std::int64_t> changed = query.run_to_end();
  if (!changed.ok()) return changed.error();
  return *changed > 0;
}

Status extend_lease(Database& database, const Job& job, TimeMs leased_until) {
  return execute(database, kExtend, job.id, job.fence, leased_until);
}

Result<std::int64_t> cancel_job(Database& database, AccountId account, const TaskId& task,
                                JobKind kind, TimeMs due_at) {
  Query query(database, kCancel, account, task, static_cast<int>(kind), due_at);
  return query.run_to_end();
}

Result<std::optional<Job>> claim_job(Database& database, JobId id, TimeMs now_ms,
                                     TimeMs leased_until) {
  Query query(database, kClaim, now_ms, id, leased_until);
  return read_one(query);
}

Result<std::vector<JobId>> claimable_jobs(Database& database, TimeMs now_ms, JobChoice choice,
                                          std::int64_t limit) {
  std::vector<JobId> ids;
  Query query(database, kClaimable, now_ms, static_cast<int>(choice), limit);
  while (query.next()) ids.push_back(query.integer(0));
  if (!query.status().ok()) return query.status().error();
  return ids;
}

Result<std::vector<Job>> unfinished_jobs(Database& database, TimeMs now_ms, JobChoice choice,
                                         JobId after, std::int64_t limit) {
  Query query(database, kUnfinished, now_ms, static_cast<int>(choice), after, limit);
  return read_all(query);
}

Result<std::vector<Job>> jobs_in_state(Database& database, std::optional<JobState> state,
                                       std::int64_t limit) {
  Query query(database, kInState, state ? static_cast<int>(*state) : -1, limit);
  return read_all(query);
}

Status count_backlog(Database& database, TimeMs now_ms, Metrics& metrics) {
  for (const JobState state :
       {JobState::queued, JobState::executing, JobState::waiting_retry, JobState::discarded}) {
    metrics.set(Metric::job_backlog, name_of(state), 0);
  }
  TimeMs oldest_ms = 0;
  Query query(database, kCount, now_ms);
  while (query.next()) {
    const auto state = static_cast<JobState>(query.integer(0));
    const TimeMs due_ms = query.integer(2);
    metrics.set(Metric::job_backlog, name_of(state), query.integer(1));
    if (!is_final(state) && (oldest_ms == 0 || due_ms < oldest_ms)) oldest_ms = due_ms;
  }
  metrics.set(Metric::job_backlog_oldest, oldest_ms);
  return query.status();
}

Result<TimeMs> oldest_due_job_ms(Database& database, TimeMs now_ms) {
  Query query(database, kOldestDue, now_ms);
  return read_number(query);
}

Status delete_final_jobs(Database& database, TimeMs due_before_ms) {
  SRL_TRY(execute(database, kDeleteDueDeliveries, due_before_ms));
  return execute(database, kDeleteFinal, due_before_ms);
}

// ---------------------------------------------------------------------- deliveries, subscriptions

Result<std::vector<Delivery>> deliveries_of(Database& database, JobId job) {
  std::vector<Delivery> deliveries;
  Query query(database, kDeliveries, job);
  while (query.next()) {
    deliveries.push_back({job, std::string(query.text(0)),
                          static_cast<DeliveryState>(query.integer(1)), query.integer(2),
                          query.integer(3), std::string(query.text(4))});
  }
  if (!query.status().ok()) return query.status().error();
  return deliveries;
}

Status write_delivery(Database& database, const Delivery& delivery) {
  return execute(database, kWriteDelivery, delivery.job, delivery.device,
                 static_cast<int>(delivery.state), delivery.attempts, delivery.at_ms,
                 delivery.reason);
}

Status restart_deliveries(Database& database, JobId job) {
  return execute(database, kRestartDeliveries, job);
}

Status insert_subscription(Database& database, AccountId account, std::string_view device,
                           TimeMs since_ms) {
  return execute(database, kSubscribe, account, device, since_ms);
}

Status delete_subscription(Database& database, AccountId account, std::string_view device) {
  return execute(database, kUnsubscribe, account, device);
}

Result<std::vector<Subscription>> subscriptions_of(Database& database, AccountId account,
                                                   TimeMs now_ms) {
  std::vector<Subscription> subscriptions;
  Query query(database, kSubscriptions, account, now_ms - kRefreshIdleMax, now_ms - kSessionAgeMax);
  while (query.next()) subscriptions.push_back({std::string(query.text(0)), query.integer(1)});
  if (!query.status().ok()) return query.status().error();
  return subscriptions;
}

}  // namespace srl
