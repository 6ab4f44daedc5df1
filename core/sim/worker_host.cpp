// SPDX-License-Identifier: MIT
#include "sim/worker_host.h"

#include "model/schedule.h"
#include "service/job_queue.h"

namespace srl {
namespace {

constexpr DurationMs kStepMinMs = 20;
constexpr DurationMs kStepMaxMs = 200;

}  // namespace

WorkerHost::WorkerHost(Stage& stage, ServiceHost& service)
    : stage_(stage), service_(service), notifications_(stage, memory_.notifications) {
  memory_.pace = {stage.history.seed, purpose_of("worker pace"), kWorkerActor, 0};
}

std::uint64_t WorkerHost::next(RandomPurpose) {
  return random_at(stage_.history.seed, purpose_of("worker"), kWorkerActor,
                   memory_.random_counter++);
}

void WorkerHost::start() { stage_.queue.push(stage_.now_ms() + kCronIntervalMs, CronTicks{}); }

void WorkerHost::on_cron() {
  stage_.queue.push(stage_.now_ms() + kCronIntervalMs, CronTicks{});
  if (!memory_.cron_runs || !service_.is_up()) {
    stage_.journal.add(kWorkerActor, EventKind::cron_missed);
    return;
  }
  const Process& process = start_run(WorkerRun(++memory_.runs));
  stage_.journal.add(kWorkerActor, EventKind::cron_ticked, kNoIntent, process.run.number());
}

void WorkerHost::on_process_timer(const ProcessTimerFires& entry) {
  const bool is_alive = service_.is_up() && service_.run() == entry.service_run;
  if (!is_alive) return;
  const Result<std::optional<Job>> job = read_job(service_.database().database(), entry.job);
  // A timer that was set again has another time; the one before fires all the same.
  if (!job.ok() || !job->has_value() || is_final((*job)->state)) return;
  start_run(WorkerRun(++memory_.runs, **job));
}

WorkerHost::Process& WorkerHost::start_run(WorkerRun run) {
  const std::int64_t number = run.number();
  Process& process =
      memory_.processes.emplace(number, Process{std::move(run), service_.run(), 0}).first->second;
  go_on(process);
  stage_.queue.push(stage_.now_ms() + kJobHeartbeatMs, WorkerBeats{number});
  return process;
}

// -------------------------------------------------------------------------------------- its steps

void WorkerHost::go_on(const Process& process) {
  stage_.queue.push(stage_.now_ms() + memory_.pace.between(kStepMinMs, kStepMaxMs),
                    WorkerSteps{process.run.number()});
}

void WorkerHost::end(std::int64_t run) { memory_.processes.erase(run); }

// nullptr: it is over, or has died with its machine just now.
WorkerHost::Process* WorkerHost::find_alive(std::int64_t run) {
  const auto found = memory_.processes.find(run);
  if (found == memory_.processes.end()) return nullptr;
  if (service_.is_up() && service_.run() == found->second.service_run) return &found->second;
  die_with_machine(run);
  return nullptr;
}

void WorkerHost::die_with_machine(std::int64_t run) {
  stage_.journal.add(kWorkerActor, EventKind::run_crashed, kNoIntent, run, 0, "with its machine");
  end(run);
}

// A process that stands still gets everything later.
bool WorkerHost::waits(const Process& process, const QueueEntry& entry) {
  if (process.still_until_ms <= stage_.now_ms()) return false;
  stage_.queue.push(process.still_until_ms, entry);
  return true;
}

// True when the process does not go on from here, now or for ever.
bool WorkerHost::is_struck(Process& process, std::string_view place) {
  const RunFate fate = stage_.faults.strike_run(place);
  const std::int64_t run = process.run.number();
  if (fate.dies) {
    stage_.journal.add(kWorkerActor, EventKind::run_crashed, kNoIntent, run, 0, place);
    stage_.journal.reached(Probe::worker_died);
    end(run);
    return true;
  }
  if (fate.stands_still_ms > 0) {
    process.still_until_ms = stage_.now_ms() + fate.stands_still_ms;
    stage_.journal.add(kWorkerActor, EventKind::run_paused, kNoIntent, fate.stands_still_ms, run);
  }
  return false;
}

// The run goes on from what has been committed.
Result<Outcome> WorkerHost::transact(Process& process, const Step& step) {
  WorkerRun next = process.run;
  Result<Outcome> outcome = service_.transact(
      now_ms(), *this,
      [&](Database& database, const ServiceContext& context, Outcome& done) -> Status {
        next = process.run;
        return step(next, database, context, done);
      });
  if (outcome.ok()) {
    process.run = std::move(next);
    return outcome;
  }
  if (service_.died()) {
    die_with_machine(process.run.number());
    return outcome;
  }
  stage_.journal.add(kWorkerActor, EventKind::run_failed, kNoIntent, process.run.number(), 0,
                     outcome.error().detail);
  service_.metrics().add(Metric::worker_runs, "failed");
  end(process.run.number());
  return outcome;
}

void WorkerHost::on_step(const WorkerSteps& entry) {
  Process* process = find_alive(entry.run);
  if (process == nullptr || waits(*process, entry)) return;
  if (process->run.is_waiting() || process->run.is_done()) return;
  const bool had_jobs = process->run.has_taken_jobs();
  const Result<Outcome> outcome =
      transact(*process, [](WorkerRun& run, Database& database, const ServiceContext& context,
                            Outcome& done) { return run.step(database, context, done); });
  if (!outcome.ok()) return;
  if (!outcome->notifications.empty()) return send(*process, *outcome);
  if (process->run.is_done()) return end(entry.run);
  if (!had_jobs && process->run.has_taken_jobs() && is_struck(*process, "taken")) return;
  if (!process->run.is_waiting()) go_on(*process);
}

// What was begun in a transaction is sent after its commit.
void WorkerHost::send(Process& process, const Outcome& outcome) {
  const std::int64_t run = process.run.number();
  if (is_struck(process, "before_send")) return;
  for (const NotificationSend& sent : outcome.notifications) {
    stage_.oracle.on_reminder_sent(sent.notification);
    notifications_.send(run, sent);
  }
  if (is_struck(process, "after_send")) return;
  if (!process.run.is_waiting()) go_on(process);
}

void WorkerHost::on_notification_answer(const NotificationAnswers& entry) {
  Process* process = find_alive(entry.run);
  if (process != nullptr && waits(*process, entry)) return;
  notifications_.on_settled();
  if (process == nullptr) return;
  if (entry.reply.status == NotificationStatus::timeout) {
    stage_.journal.add(kWorkerActor, EventKind::notification_unanswered, kNoIntent,
                       kNotificationTimeoutMs, entry.message);
  } else {
    stage_.journal.add(kWorkerActor, EventKind::notification_answered, kNoIntent, entry.message, 0,
                       name_of(entry.reply.status));
  }
  if (is_struck(*process, "before_record")) return;
  const Result<Outcome> outcome = transact(
      *process,
      [&](WorkerRun& run, Database& database, const ServiceContext& context, Outcome& done) {
        return run.on_notification_reply(database, context, entry.notification, entry.reply, done);
      });
  if (outcome.ok() && !process->run.is_waiting()) go_on(*process);
}

void WorkerHost::on_beat(const WorkerBeats& entry) {
  Process* process = find_alive(entry.run);
  if (process == nullptr || waits(*process, entry)) return;
  const Result<Outcome> outcome =
      transact(*process, [](WorkerRun& run, Database& database, const ServiceContext& context,
                            Outcome&) { return run.beat(database, context); });
  if (outcome.ok()) stage_.queue.push(stage_.now_ms() + kJobHeartbeatMs, entry);
}

Status WorkerHost::redrive() {
  const Result<Outcome> outcome = service_.transact(
      now_ms(), *this, [&](Database& database, const ServiceContext& context, Outcome& done) {
        const Result<std::int64_t> count =
            srl::redrive(database, context.now_ms, std::nullopt, done);
        if (!count.ok()) return Status(count.error());
        if (*count == 0) {
          return Status(make_error(ErrorCode::not_possible, "there are no dead letters"));
        }
        return Status();
      });
  return outcome.ok() ? Status() : outcome.error();
}

}  // namespace srl
