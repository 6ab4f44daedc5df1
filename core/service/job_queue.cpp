// SPDX-License-Identifier: MIT
#include "service/job_queue.h"

#include <algorithm>

#include "base/assertion.h"
#include "model/task_jobs/task_job.h"
#include "service/chores/chore.h"

namespace srl {
namespace {

constexpr std::int64_t kRedrivenMax = 1'000;

struct Due {
  JobKind kind;
  TimeMs before = 0;
  TimeMs after = 0;
};

Job new_job(const OperationScope& scope, const Task& task, const Due& due, Intent by) {
  Job job;
  job.account = scope.context.account;
  job.kind = due.kind;
  job.task = task.id;
  job.due_at = due.after;
  job.run_at = due.after;
  job.intent = by;
  return job;
}

Status enqueue(const OperationScope& scope, const Job& job) {
  const Result<std::optional<JobId>> id = insert_job(scope.database, job);
  if (!id.ok()) return id.error();
  if (!id->has_value()) return {};  // this version of the schedule has had its job
  scope.outcome.new_jobs.push_back(**id);
  scope.outcome.event(EventKind::job_enqueued, job.intent,
                      std::max<DurationMs>(0, job.due_at - scope.context.now_ms),
                      job_kind_name(job.kind), **id);
  return {};
}

Status cancel(const OperationScope& scope, const Task& task, const Due& due, Intent by) {
  const Result<std::int64_t> cancelled =
      cancel_job(scope.database, scope.context.account, task.id, due.kind, due.before);
  if (!cancelled.ok()) return cancelled.error();
  if (*cancelled > 0) {
    scope.outcome.event(EventKind::job_cancelled, by, 0, job_kind_name(due.kind));
  }
  return {};
}

// One job per task for ever: a new time moves it, if it has not been done.
Status move_only_job(const OperationScope& scope, const Task& task, const Due& due, Intent by) {
  if (due.after == 0) return {};
  Result<std::optional<Job>> stored =
      read_job_of(scope.database, scope.context.account, task.id, due.kind);
  if (!stored.ok()) return stored.error();
  if (!stored->has_value()) return enqueue(scope, new_job(scope, task, due, by));
  Job& job = **stored;
  if (is_final(job.state)) return {};
  job.due_at = due.after;
  job.run_at = due.after;
  const Result<bool> moved = update_job(scope.database, job);
  if (!moved.ok()) return moved.error();
  scope.outcome.new_jobs.push_back(job.id);
  return {};
}

// The one with the number, if it is one; without a number all.
Result<std::vector<Job>> dead_letters(Database& database, std::optional<JobId> id) {
  if (!id) return jobs_in_state(database, JobState::discarded, kRedrivenMax);
  Result<std::optional<Job>> job = read_job(database, *id);
  if (!job.ok()) return job.error();
  const bool is_dead = job->has_value() && (*job)->state == JobState::discarded;
  return is_dead ? std::vector<Job>{std::move(**job)} : std::vector<Job>();
}

}  // namespace

Status update_jobs(const OperationScope& scope, const Task* before, const Task& after, Intent by) {
  const JobsPolicy& policy = *scope.context.policies.jobs;
  for (const TaskJob* job : task_jobs()) {
    const JobKind kind = job->kind;
    const Due due{kind, before != nullptr ? due_of(kind, before->fields, before->deleted) : 0,
                  due_of(kind, after.fields, after.deleted)};
    if (due.before == due.after) continue;
    if (!policy.follows_the_task()) {
      SRL_TRY(move_only_job(scope, after, due, by));
      continue;
    }
    if (due.before != 0) SRL_TRY(cancel(scope, after, due, by));
    if (due.after != 0) SRL_TRY(enqueue(scope, new_job(scope, after, due, by)));
  }
  return {};
}

Result<std::int64_t> redrive(Database& database, TimeMs now_ms, std::optional<JobId> job,
                             Outcome& outcome) {
  Result<std::vector<Job>> dead = dead_letters(database, job);
  if (!dead.ok()) return dead.error();
  for (Job& letter : *dead) {
    SRL_ASSERT(letter.state == JobState::discarded, "only a dead letter is sent again");
    letter.state = JobState::queued;
    letter.run_at = now_ms;
    letter.attempts = 0;
    letter.reason.clear();
    const Result<bool> taken_back = update_job(database, letter);
    if (!taken_back.ok()) return taken_back.error();
    SRL_TRY(restart_deliveries(database, letter.id));
    outcome.event(EventKind::job_redriven, letter.intent, letter.id, job_kind_name(letter.kind));
  }
  return static_cast<std::int64_t>(dead->size());
}

}  // namespace srl
