// SPDX-License-Identifier: MIT
// Every policy of the decision `jobs`: what each does to the same reminder, and what sets the
// recommended one apart.
#include "support/bench_device.h"
#include "support/bench_worker.h"
#include "support/runs.h"

namespace srl {
namespace {

using test::BenchWorker;

// A reminder on an open phone and an open laptop, nothing goes wrong.
History quiet_run(std::string_view policy) {
  History history;
  REQUIRE(apply_preset(history, kReliablePreset).ok());
  history.safeguards[Decision::jobs] = policy;
  history.devices = {"phone", "laptop"};
  history.duration_ms = 12 * kMinuteMs;
  Gesture gesture;
  gesture.at_ms = 5 * kSecondMs;
  gesture.device = "phone";
  gesture.patch.mark(TaskField::title);
  gesture.patch.values.title = "Tea";
  gesture.patch.mark(TaskField::remind_at);
  gesture.patch.values.remind_at = 4 * kMinuteMs;
  history.gestures.push_back(gesture);
  return history;
}

}  // namespace

TEST_CASE("jobs: under every policy an undisturbed reminder is shown once on each device") {
  for (const JobsPolicy* policy : all_jobs_policies()) {
    CAPTURE(policy->info().name);
    const std::unique_ptr<World> world = test::run_world(quiet_run(policy->info().name));
    CHECK(test::broken_promises(*world).empty());
    for (std::size_t i = 0; i < world->device_count(); ++i) {
      const std::vector<ShownNotice>& shown = world->device(i).notices().shown();
      REQUIRE(shown.size() == 1);
      CHECK(shown[0].notice.title == "Tea");
      CHECK(shown[0].at_ms >= 4 * kMinuteMs);
    }
  }
}

TEST_CASE("jobs: only policies whose reminders are the worker's need its five minutes") {
  for (const JobsPolicy* policy : all_jobs_policies()) {
    CAPTURE(policy->info().name);
    const std::unique_ptr<World> world = test::run_world(quiet_run(policy->info().name));
    const TimeMs shown_ms = world->device(0).notices().shown().at(0).at_ms;
    const bool waits_for_cron = policy->owner() == ReminderOwner::worker;
    CHECK((shown_ms >= kCronIntervalMs) == waits_for_cron);
  }
}

TEST_CASE("jobs: a closed app is reminded by everybody but itself") {
  for (const JobsPolicy* policy : all_jobs_policies()) {
    CAPTURE(policy->info().name);
    History history = quiet_run(policy->info().name);
    Gesture close;
    close.at_ms = kMinuteMs;
    close.device = "laptop";
    close.kind = GestureKind::close_device;
    history.gestures.push_back(close);
    const std::unique_ptr<World> world = test::run_world(history);
    const bool reminds_itself = policy->owner() == ReminderOwner::device;
    CHECK(world->find_device("laptop")->notices().shown().empty() == reminds_itself);
    CHECK(test::is_broken(*world, "reminders_settle") == reminds_itself);
  }
}

TEST_CASE("jobs: every policy that claims fences, names topics and follows its task") {
  for (const JobsPolicy* policy : all_jobs_policies()) {
    CAPTURE(policy->info().name);
    if (!policy->claims_with_lease()) continue;
    CHECK(policy->owner() == ReminderOwner::worker);
    CHECK(policy->names_topic());
    CHECK(policy->follows_the_task());
    CHECK(policy->delivers_per_subscription());
    CHECK(policy->settle_bound_ms() > 0);
  }
}

TEST_CASE("jobs: with a flag per task, a new time after the reminder arms nothing") {
  BenchWorker bench("cron_flag");
  const TaskId task = bench.add_reminder(1);
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  WireOperation later = test::operation(OpKind::update_task, 2, 1, "Tea");
  later.task = task;
  later.patch.values.remind_at = bench.now_ms + kMinuteMs;
  bench.push({later});
  bench.next_tick();
  bench.run_whole(NotificationStatus::accepted);
  CHECK(bench.sent.size() == 1);
}

TEST_CASE("jobs: with a flag per task, one failure has everybody told again, without end") {
  BenchWorker bench("cron_flag");
  bench.sign_in_on("laptop");
  bench.add_reminder(1);
  for (int i = 0; i < 20; ++i) {
    bench.next_tick();
    bench.run_whole(NotificationStatus::gone);
  }
  CHECK(bench.sent.size() == 40);
}

TEST_CASE("jobs: with a flag per task, a job that cannot be read ends every run") {
  BenchWorker bench("cron_flag");
  bench.add_reminder(1, "Poison");
  bench.add_reminder(2, "Fine");
  constexpr Sql kPoison{"UPDATE jobs SET kind = 199 WHERE job_id = 1"};
  REQUIRE(execute(bench.database(), kPoison).ok());
  bench.next_tick();
  WorkerRun run(1);
  bool failed = false;
  while (!failed && !run.is_done()) failed = !bench.step(run);
  CHECK(failed);
  CHECK(bench.sent.empty());
}

TEST_CASE("jobs: the app's own timer shows what falls due while it runs, once") {
  test::BenchDevice bench(kReliablePreset);
  bench.settings.policies.jobs = resolve([] {
                                   Safeguards safeguards = preset(kReliablePreset).value();
                                   safeguards[Decision::jobs] = "device_timer";
                                   return safeguards;
                                 }())
                                     ->jobs;
  bench.start();
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = "Tea";
  patch.mark(TaskField::remind_at);
  patch.values.remind_at = bench.time_ms + kMinuteMs;
  REQUIRE(bench.device->create_task(patch, 1).ok());
  REQUIRE(bench.timers.count(TimerKind::reminder) == 1);
  CHECK(bench.timers.at(TimerKind::reminder) == kMinuteMs);
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::reminder);
  CHECK(bench.notices.size() == 1);
  bench.device->on_timer(TimerKind::reminder);
  CHECK(bench.notices.size() == 1);
}

}  // namespace srl
