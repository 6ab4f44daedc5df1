// SPDX-License-Identifier: MIT
#include "service/worker_run.h"

#include <algorithm>

#include "model/task_jobs/task_job.h"
#include "service/chores/chore.h"
#include "service/cron.h"
#include "service/job_step.h"
#include "service/reminder.h"

namespace srl {
namespace {

// A run's messages have ids of their own: those of two runs never meet.
constexpr int kNotificationIdBits = 20;

void note_taken(const ServiceContext& context, const Job& job, Outcome& outcome) {
  outcome.event(EventKind::job_claimed, job.intent, job.id, job_kind_name(job.kind), job.fence);
  if (job.attempts > 0) return;
  outcome.observe(Metric::job_start_delay, context.now_ms - job.due_at);
}

}  // namespace

WorkerRun::WorkerRun(std::int64_t number) {
  memory_.number = number;
  memory_.next_notification = static_cast<NotificationId>(number) << kNotificationIdBits;
}

WorkerRun WorkerRun::asked_for(std::int64_t number) {
  WorkerRun run(number);
  run.memory_.is_asked_for = true;
  return run;
}

WorkerRun::WorkerRun(std::int64_t number, const Job& only_job) : WorkerRun(number) {
  memory_.is_planned = true;
  memory_.has_only_job = true;
  memory_.taken.push_back(only_job);
}

Status WorkerRun::step(Database& database, const ServiceContext& context, Outcome& outcome) {
  if (!memory_.is_planned) return plan(database, context, outcome);
  if (memory_.taken.empty()) {
    return memory_.has_only_job ? finish(database, context, outcome)
                                : take_jobs(database, context, outcome);
  }
  Job job = std::move(memory_.taken.front());
  memory_.taken.pop_front();
  return begin(database, context, std::move(job), outcome);
}

Status WorkerRun::plan(Database& database, const ServiceContext& context, Outcome& outcome) {
  memory_.is_planned = true;
  const Result<TimeMs> reminders = begin_slots(database, context, kRemindersSchedule, outcome);
  if (!reminders.ok()) return reminders.error();
  memory_.reminders_until_ms = *reminders;
  if (*reminders == 0 && memory_.is_asked_for) {
    const Result<TimeMs> taken = take_schedule(database, context, kRemindersSchedule.name);
    if (!taken.ok()) return taken.error();
    memory_.reminders_until_ms = *taken;
  }
  for (const Chore* chore : chores()) {
    const Result<TimeMs> until = begin_slots(database, context, chore->schedule, outcome);
    if (!until.ok()) return until.error();
    memory_.chores_until_ms.push_back(*until);
    if (*until == 0) continue;
    Job job;
    job.kind = chore->kind;
    job.due_at = context.now_ms;
    job.run_at = context.now_ms;
    const Result<std::optional<JobId>> inserted = insert_job(database, job);
    if (!inserted.ok()) return inserted.error();
  }
  return {};
}

// Reminders only where they are the worker's, and this run has the schedule to itself.
Status WorkerRun::take_jobs(Database& database, const ServiceContext& context, Outcome& outcome) {
  const JobsPolicy& policy = *context.policies.jobs;
  const bool reminds = policy.owner() == ReminderOwner::worker && memory_.reminders_until_ms != 0;
  const JobChoice choice = reminds ? JobChoice::all : JobChoice::own_only;
  if (policy.claims_with_lease()) {
    const Result<std::vector<JobId>> ids =
        claimable_jobs(database, context.now_ms, choice, kJobsClaimedMax);
    if (!ids.ok()) return ids.error();
    for (const JobId id : *ids) {
      Result<std::optional<Job>> job =
          claim_job(database, id, context.now_ms, context.now_ms + kJobLeaseMs);
      if (!job.ok()) return job.error();
      if (job->has_value()) memory_.taken.push_back(std::move(**job));
    }
  } else {
    Result<std::vector<Job>> jobs =
        unfinished_jobs(database, context.now_ms, choice, memory_.last_taken, kJobsClaimedMax);
    if (!jobs.ok()) return jobs.error();
    for (Job& job : *jobs) {
      memory_.last_taken = job.id;
      memory_.taken.push_back(std::move(job));
    }
  }
  for (const Job& job : memory_.taken) note_taken(context, job, outcome);
  return memory_.taken.empty() ? finish(database, context, outcome) : Status();
}

Status WorkerRun::finish(Database& database, const ServiceContext& context, Outcome& outcome) {
  memory_.is_done = true;
  outcome.event(EventKind::run_ended, kNoIntent, memory_.number, "");
  if (memory_.has_only_job) return {};
  outcome.count(Metric::worker_runs, "ended");
  outcome.set(Metric::cron_last_success, context.now_ms);
  const auto end = [&](const Schedule& schedule, TimeMs until_ms) {
    return until_ms == 0 ? Status() : end_schedule(database, context, schedule.name, until_ms);
  };
  SRL_TRY(end(kRemindersSchedule, memory_.reminders_until_ms));
  for (std::size_t i = 0; i < memory_.chores_until_ms.size(); ++i) {
    SRL_TRY(end(chores()[i]->schedule, memory_.chores_until_ms[i]));
  }
  return {};
}

// Whatever was found when the job was taken may have changed since: it is looked at again, in the
// transaction whose commit comes right before the sending.
Status WorkerRun::begin(Database& database, const ServiceContext& context, Job job,
                        Outcome& outcome) {
  const JobStep step{database, context, outcome};
  const Result<bool> ours = step.is_still_ours(job);
  if (!ours.ok()) return ours.error();
  if (!*ours) return {};
  if (const Chore* chore = find_chore(job.kind); chore != nullptr) {
    SRL_TRY(chore->run(database, context, outcome));
    return step.finish(job, JobState::succeeded, "");
  }
  if (find_task_job(job.kind) == nullptr) {
    if (context.policies.jobs->claims_with_lease()) return step.fail(job, kUnreadableJob, 0);
    return make_error(ErrorCode::bad_value,
                      "job " + std::to_string(job.id) + " is of a kind that does not exist");
  }
  Result<std::vector<Notification>> messages = begin_reminder(step, job);
  if (!messages.ok()) return messages.error();
  if (messages->empty()) return {};
  for (Notification& message : *messages) {
    const NotificationId id = memory_.next_notification++;
    memory_.outstanding[id] = {job.id, message.device};
    outcome.notifications.push_back({id, std::move(message)});
  }
  memory_.sending[job.id] = std::move(job);
  return {};
}

Status WorkerRun::on_notification_reply(Database& database, const ServiceContext& context,
                                        NotificationId id, const NotificationReply& reply,
                                        Outcome& outcome) {
  const auto found = memory_.outstanding.find(id);
  if (found == memory_.outstanding.end()) return {};
  const Memory::Sent sent = found->second;
  memory_.outstanding.erase(found);
  memory_.retry_after_ms = std::max(memory_.retry_after_ms, reply.retry_after_ms);
  outcome.count(Metric::notification_deliveries, name_of(reply.status));

  const JobStep step{database, context, outcome};
  Job& job = memory_.sending.at(sent.job);
  const Result<bool> ours = step.is_still_ours(job);
  if (!ours.ok()) return ours.error();
  if (*ours) SRL_TRY(record_reply(step, job, sent.device, reply));
  const bool has_more =
      std::any_of(memory_.outstanding.begin(), memory_.outstanding.end(),
                  [&](const auto& other) { return other.second.job == sent.job; });
  if (has_more) return {};
  if (*ours) SRL_TRY(settle_reminder(step, job, memory_.retry_after_ms));
  memory_.sending.erase(sent.job);
  if (memory_.sending.empty()) memory_.retry_after_ms = 0;
  return {};
}

Status WorkerRun::beat(Database& database, const ServiceContext& context) {
  const TimeMs until_ms = context.now_ms + kJobLeaseMs;
  for (const Job& job : memory_.taken) SRL_TRY(extend_lease(database, job, until_ms));
  for (const auto& [id, job] : memory_.sending) SRL_TRY(extend_lease(database, job, until_ms));
  if (memory_.reminders_until_ms == 0) return {};
  const Result<TimeMs> kept =
      keep_schedule(database, kRemindersSchedule.name, memory_.reminders_until_ms, until_ms);
  if (!kept.ok()) return kept.error();
  memory_.reminders_until_ms = *kept;
  return {};
}

}  // namespace srl
