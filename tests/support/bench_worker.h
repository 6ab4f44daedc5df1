// SPDX-License-Identifier: MIT
// Runs of the worker on a workbench: steps one by one, with a notification service that answers
// when told.
#pragma once

#include <deque>

#include "model/schedule.h"
#include "service/job_queue.h"
#include "service/worker_run.h"
#include "support/bench_service.h"

namespace srl::test {

class BenchWorker : public BenchService {
 public:
  explicit BenchWorker(std::string_view jobs = "leased_outbox") : BenchService(with_jobs(jobs)) {}

  // A task with a reminder, which is due a minute from now.
  TaskId add_reminder(std::uint64_t number, const std::string& title = "Tea") {
    WireOperation wire = operation(OpKind::create_task, number, number, title);
    wire.patch.values.remind_at = now_ms + kMinuteMs;
    push({wire});
    return *wire.task;
  }

  std::vector<Job> jobs(std::optional<JobState> state = std::nullopt) {
    return jobs_in_state(database(), state, 1'000).value();
  }
  Job reminder() {
    for (const Job& job : jobs()) {
      if (!is_chore(job)) return job;
    }
    FAIL("there is no job about a task");
    return {};
  }

  // One step, committed. False: the run failed, and nothing of the step has happened.
  bool step(WorkerRun& run) {
    return transact([&](const ServiceContext& context, Outcome& outcome) {
      return run.step(database(), context, outcome);
    });
  }
  bool answer(WorkerRun& run, const NotificationSend& push, NotificationStatus status,
              DurationMs retry_after_ms = 0) {
    return transact([&](const ServiceContext& context, Outcome& outcome) {
      return run.on_notification_reply(database(), context, push.id, {status, retry_after_ms},
                                       outcome);
    });
  }
  bool beat(WorkerRun& run) {
    return transact(
        [&](const ServiceContext& context, Outcome&) { return run.beat(database(), context); });
  }

  // Steps until it waits for answers or is done. What it sends is in `sent`.
  void go(WorkerRun& run) {
    while (!run.is_done() && !run.is_waiting()) REQUIRE(step(run));
  }
  // The whole run, with the same answer to everything.
  void run_whole(NotificationStatus status, DurationMs retry_after_ms = 0) {
    WorkerRun run(++runs);
    go(run);
    while (!run.is_done()) {
      const std::deque<NotificationSend> waiting = std::move(outstanding);
      outstanding.clear();
      for (const NotificationSend& push : waiting)
        REQUIRE(answer(run, push, status, retry_after_ms));
      go(run);
    }
  }
  void next_tick() { now_ms += kCronIntervalMs; }

  // The topics that the notification service has seen, in order, and what waits for its answer.
  std::vector<Notification> sent;
  std::deque<NotificationSend> outstanding;
  std::int64_t runs = 0;

 private:
  static Policies with_jobs(std::string_view jobs) {
    Safeguards safeguards = preset(kReliablePreset).value();
    safeguards[Decision::jobs] = jobs;
    return resolve(safeguards).value();
  }

  template <class Work>
  bool transact(const Work& work) {
    Outcome outcome;
    Transaction transaction(database());
    if (!work(context(), outcome).ok()) return false;
    REQUIRE(transaction.commit().ok());
    outcome.add_to(metrics);
    for (const NotificationSend& one : outcome.notifications) {
      sent.push_back(one.notification);
      outstanding.push_back(one);
    }
    return true;
  }
};

}  // namespace srl::test
