// SPDX-License-Identifier: MIT
// The worker step by step, on a real database, under the recommended policy.
#include <map>
#include <set>

#include "service/cron.h"
#include "support/bench_worker.h"

namespace srl {

using test::BenchWorker;
using test::operation;

namespace {

WireOperation completion(std::uint64_t op, const TaskId& task) {
  WireOperation wire = operation(OpKind::update_task, op, 1, "");
  wire.task = task;
  wire.patch = TaskPatch{};
  wire.patch.mark(TaskField::completed);
  wire.patch.values.completed = true;
  return wire;
}

WireOperation moved(std::uint64_t op, const TaskId& task, TimeMs remind_at) {
  WireOperation wire = completion(op, task);
  wire.patch = TaskPatch{};
  wire.patch.mark(TaskField::remind_at);
  wire.patch.values.remind_at = remind_at;
  return wire;
}

}  // namespace

// ------------------------------------------------------------------------------------- the outbox

TEST_CASE("jobs: a task with a reminder and its job are written in one transaction") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  const Job job = bench.reminder();
  CHECK(job.task == task);
  CHECK(job.due_at == bench.now_ms + kMinuteMs);
  CHECK(job.state == JobState::queued);
  CHECK(job.intent == 1);
}

TEST_CASE("jobs: completing a task cancels its job, reopening it brings the job back") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  bench.push({completion(2, task)});
  CHECK(bench.reminder().state == JobState::cancelled);
  WireOperation reopened = completion(3, task);
  reopened.patch.values.completed = false;
  bench.push({reopened});
  CHECK(bench.reminder().state == JobState::queued);
  CHECK(bench.jobs().size() == 1);
}

TEST_CASE("jobs: another time is another job, and the one before is cancelled") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  bench.push({moved(2, task, bench.now_ms + kHourMs)});
  CHECK(bench.jobs(JobState::cancelled).size() == 1);
  REQUIRE(bench.jobs(JobState::queued).size() == 1);
  CHECK(bench.jobs(JobState::queued)[0].due_at == bench.now_ms + kHourMs);
}

TEST_CASE("jobs: a reminder that was sent is not armed again by setting the same time") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  const TimeMs due_at = bench.reminder().due_at;
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  bench.push({moved(2, task, 0)});
  bench.push({moved(3, task, due_at)});
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.size() == 1);
}

TEST_CASE("jobs: deleting a task cancels its job") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  WireOperation deletion = operation(OpKind::delete_task, 2, 1, "");
  deletion.task = task;
  bench.push({deletion});
  CHECK(bench.reminder().state == JobState::cancelled);
}

// ------------------------------------------------------------------------------------------ a run

TEST_CASE("worker: what is due is claimed, sent to every subscription and recorded") {
  BenchWorker bench;
  bench.sign_in_on("laptop");
  bench.add_reminder(1);
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.empty());  // not due yet
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  REQUIRE(bench.sent.size() == 2);
  CHECK(bench.sent[0].device == "laptop");
  CHECK(bench.sent[1].device == "phone");
  CHECK(bench.sent[0].notice.title == "Tea");
  CHECK(bench.reminder().state == JobState::succeeded);
  const std::vector<Delivery> deliveries =
      deliveries_of(bench.database(), bench.reminder().id).value();
  CHECK(deliveries.size() == 2);
  for (const Delivery& delivery : deliveries) CHECK(delivery.state == DeliveryState::accepted);
}

TEST_CASE("worker: a task that was completed between claim and sending is not reminded of") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  bench.next_tick();
  WorkerRun run(1);
  while (!run.has_taken_jobs()) REQUIRE(bench.step(run));
  bench.push({completion(2, task)});
  bench.go(run);
  CHECK(bench.sent.empty());
  CHECK(bench.reminder().state == JobState::cancelled);
}

TEST_CASE("worker: a run whose lease is over does nothing, and the next one has a higher number") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  WorkerRun zombie(1);
  while (!zombie.has_taken_jobs()) REQUIRE(bench.step(zombie));
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.size() == 1);
  CHECK(bench.reminder().fence == 2);
  bench.go(zombie);
  CHECK(bench.sent.size() == 1);
  CHECK(bench.metrics.value(Metric::job_runs, "reminder", "fenced") == 1);
}

TEST_CASE("worker: an answer that comes to a fenced run changes nothing") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  WorkerRun zombie(1);
  bench.go(zombie);
  REQUIRE(bench.outstanding.size() == 1);
  const NotificationSend push = bench.outstanding.front();
  bench.next_tick();
  bench.outstanding.clear();
  WorkerRun next(2);
  bench.go(next);  // the first one's lease is over: sent again
  REQUIRE(bench.sent.size() == 2);
  CHECK(bench.sent[0].notice.topic == bench.sent[1].notice.topic);
  REQUIRE(bench.answer(zombie, push, NotificationStatus::gone));
  CHECK(bench.reminder().state == JobState::executing);
  CHECK(subscriptions_of(bench.database(), 1, bench.now_ms).value().size() == 1);
}

TEST_CASE("worker: heartbeats keep a slow run's jobs its own") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  WorkerRun slow(1);
  bench.go(slow);
  for (int i = 0; i < 20; ++i) {
    bench.now_ms += kJobHeartbeatMs;
    REQUIRE(bench.beat(slow));
  }
  WorkerRun other(2);
  bench.go(other);
  CHECK(other.is_done());
  CHECK(bench.sent.size() == 1);
  REQUIRE(bench.answer(slow, bench.outstanding.front(), NotificationStatus::accepted));
  CHECK(bench.reminder().state == JobState::succeeded);
}

// ---------------------------------------------------------------------------------------- answers

TEST_CASE("worker: 410 removes the subscription, and the other device is told once") {
  BenchWorker bench;
  bench.sign_in_on("laptop");
  bench.add_reminder(1);
  bench.next_tick();
  WorkerRun run(1);
  bench.go(run);
  const std::deque<NotificationSend> sent = bench.outstanding;
  REQUIRE(sent.size() == 2);
  REQUIRE(bench.answer(run, sent[0], NotificationStatus::gone));
  REQUIRE(bench.answer(run, sent[1], NotificationStatus::accepted));
  bench.go(run);
  CHECK(bench.reminder().state == JobState::succeeded);
  const std::vector<Subscription> left =
      subscriptions_of(bench.database(), 1, bench.now_ms).value();
  REQUIRE(left.size() == 1);
  CHECK(left[0].device == "phone");
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.size() == 2);
}

TEST_CASE("worker: only the subscription that failed is sent to again") {
  BenchWorker bench;
  bench.sign_in_on("laptop");
  bench.add_reminder(1);
  bench.next_tick();
  WorkerRun run(1);
  bench.go(run);
  const std::deque<NotificationSend> sent = bench.outstanding;
  REQUIRE(bench.answer(run, sent[0], NotificationStatus::timeout));
  REQUIRE(bench.answer(run, sent[1], NotificationStatus::accepted));
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  REQUIRE(bench.sent.size() == 3);
  CHECK(bench.sent[2].device == sent[0].notification.device);
}

TEST_CASE("worker: Retry-After of the notification service is waited for") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  bench.run_whole(NotificationStatus::throttled, 11 * kMinuteMs);
  const Job job = bench.reminder();
  CHECK(job.state == JobState::waiting_retry);
  CHECK(job.run_at == bench.now_ms + 11 * kMinuteMs);
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.size() == 1);
}

TEST_CASE("worker: attempts are bounded; then there is a dead letter, and it can be taken back") {
  BenchWorker bench;
  bench.add_reminder(1);
  for (int i = 0; i < 20; ++i) {
    bench.next_tick();
    bench.run_whole(NotificationStatus::failed);
  }
  CHECK(bench.sent.size() == kJobAttemptsMax);
  const Job dead = bench.reminder();
  CHECK(dead.state == JobState::discarded);
  CHECK(dead.reason == "attempts");
  Outcome outcome;
  CHECK(redrive(bench.database(), bench.now_ms, dead.id, outcome).value() == 1);
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.reminder().state == JobState::succeeded);
  CHECK(bench.sent.size() == kJobAttemptsMax + 1);
}

TEST_CASE("worker: a dead letter is taken back by its number, and nothing else is") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.add_reminder(2);
  bench.next_tick();
  bench.run_whole(NotificationStatus::refused);
  const std::vector<Job> dead = bench.jobs(JobState::discarded);
  REQUIRE(dead.size() == 2);
  Outcome outcome;
  CHECK(redrive(bench.database(), bench.now_ms, dead[0].id, outcome).value() == 1);
  CHECK(redrive(bench.database(), bench.now_ms, dead[0].id, outcome).value() == 0);
  CHECK(redrive(bench.database(), bench.now_ms, JobId{1'000}, outcome).value() == 0);
  CHECK(bench.jobs(JobState::discarded).size() == 1);
}

TEST_CASE(
    "worker: a message that the notification service refuses for good is a dead letter at once") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  bench.run_whole(NotificationStatus::refused);
  CHECK(bench.reminder().state == JobState::discarded);
  CHECK(bench.reminder().reason == "refused");
}

TEST_CASE("worker: a reminder that is a day late is worth nothing, and counted as missed") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.now_ms += kReminderExpiresMs + 2 * kMinuteMs;
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.empty());
  CHECK(bench.reminder().state == JobState::expired);
  CHECK(bench.metrics.value(Metric::reminders_missed) == 1);
}

TEST_CASE("worker: a job that cannot be read does not stop the ones behind it") {
  BenchWorker bench;
  bench.add_reminder(1, "Poison");
  bench.now_ms += 1;
  bench.add_reminder(2, "Fine");
  constexpr Sql kPoison{"UPDATE jobs SET kind = 199 WHERE job_id = 1"};
  REQUIRE(execute(bench.database(), kPoison).ok());
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  REQUIRE(bench.sent.size() == 1);
  CHECK(bench.sent[0].notice.title == "Fine");
  for (int i = 0; i < 10; ++i) {
    bench.next_tick();
    bench.run_whole(NotificationStatus::accepted);
  }
  REQUIRE(bench.jobs(JobState::discarded).size() == 1);
  CHECK(bench.jobs(JobState::discarded)[0].reason == "unreadable");
}

// ---------------------------------------------------------------------------------------- crashes

// A run is stopped after k steps, for every k, and never heard of again. Whatever it had sent by
// then, the next runs bring every reminder to its end, and a repeat has the topic of the first.
TEST_CASE("worker: it may die after any step, and every reminder is seen exactly once") {
  constexpr int kReminders = 3;
  constexpr std::size_t kStepsMax = 12;
  std::set<std::size_t> places;
  for (std::size_t dies_after = 0; dies_after <= kStepsMax; ++dies_after) {
    for (const bool answered : {false, true}) {
      CAPTURE(dies_after);
      CAPTURE(answered);
      BenchWorker bench;
      for (std::uint64_t i = 1; i <= kReminders; ++i) bench.add_reminder(i);
      bench.next_tick();
      WorkerRun doomed(++bench.runs);
      for (std::size_t i = 0; i < dies_after && !doomed.is_done(); ++i) {
        if (!doomed.is_waiting()) {
          REQUIRE(bench.step(doomed));
        } else if (answered && !bench.outstanding.empty()) {
          REQUIRE(bench.answer(doomed, bench.outstanding.front(), NotificationStatus::accepted));
          bench.outstanding.pop_front();
        }
        places.insert(i);
      }
      bench.outstanding.clear();  // what was not answered by now never will be
      for (int i = 0; i < 2; ++i) {
        bench.next_tick();
        bench.run_whole(NotificationStatus::accepted);
      }
      std::map<TaskId, std::set<std::string>> topics;
      for (const Notification& message : bench.sent) {
        topics[message.notice.task].insert(message.notice.topic);
      }
      CHECK(topics.size() == kReminders);
      for (const auto& [task, names] : topics) CHECK(names.size() == 1);
      for (const Job& job : bench.jobs()) CHECK(job.state == JobState::succeeded);
    }
  }
  CHECK(places.size() >= 9);
}

// ----------------------------------------------------------------------------- cron and its slots

TEST_CASE("worker: every slot ends in one outcome, also those that nobody ran") {
  BenchWorker bench;
  bench.now_ms = 10 * kMinuteMs;
  bench.run_whole(NotificationStatus::accepted);
  bench.now_ms = 27 * kMinuteMs;
  bench.run_whole(NotificationStatus::accepted);
  std::map<TimeMs, SlotOutcome> reminders;
  const std::vector<StoredSlot> slots = newest_slots(bench.database(), 100).value();
  for (const StoredSlot& slot : slots) {
    if (slot.schedule == kRemindersSchedule.name) reminders[slot.slot_at] = slot.outcome;
  }
  CHECK(reminders == std::map<TimeMs, SlotOutcome>{{10 * kMinuteMs, SlotOutcome::fired},
                                                   {15 * kMinuteMs, SlotOutcome::missed},
                                                   {20 * kMinuteMs, SlotOutcome::missed},
                                                   {25 * kMinuteMs, SlotOutcome::caught_up}});
}

TEST_CASE("worker: two runs at once do not do the same work") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  WorkerRun first(1);
  WorkerRun second(2);
  bool moved_on = true;
  while (moved_on) {
    moved_on = false;
    for (WorkerRun* run : {&first, &second}) {
      if (run->is_done() || run->is_waiting()) continue;
      REQUIRE(bench.step(*run));
      moved_on = true;
    }
  }
  CHECK(bench.sent.size() == 1);
}

// ---------------------------------------------------------------------------------------- cleanup

TEST_CASE("cleanup: a tombstone goes when its time is over, and cursors from before are refused") {
  BenchWorker bench;
  const TaskId task = bench.add_reminder(1);
  const auto changes = std::get<ChangesResponse>(bench.run(ChangesRequest{"", 10}).response.body);
  WireOperation deletion = operation(OpKind::delete_task, 2, 1, "");
  deletion.task = task;
  bench.push({deletion});
  bench.now_ms += Limits{}.tombstones_kept_ms - kHourMs;
  bench.run_whole(NotificationStatus::accepted);
  CHECK(read_task(bench.database(), 1, task).value().has_value());
  bench.now_ms += 2 * kHourMs;
  bench.session = bench.sign_in_on("phone");
  bench.run_whole(NotificationStatus::accepted);
  CHECK(!read_task(bench.database(), 1, task).value().has_value());
  const Outcome refused = bench.run(ChangesRequest{changes.cursor, 10});
  CHECK(refused.response.status == 410);
}

TEST_CASE("cleanup: finished jobs go after a week, dead letters among them") {
  BenchWorker bench;
  bench.add_reminder(1);
  bench.next_tick();
  bench.run_whole(NotificationStatus::refused);
  CHECK(bench.jobs(JobState::discarded).size() == 1);
  bench.now_ms += 8 * kDayMs;
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.jobs(JobState::discarded).empty());
}

}  // namespace srl
