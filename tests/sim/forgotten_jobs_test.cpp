// SPDX-License-Identifier: MIT
// The promise `nothing_stuck`, as far as it is about the service's jobs.
#include "support/runs.h"

namespace srl {
namespace {

// Two reminders, a minute apart, on an open phone.
History two_reminders(std::string_view jobs_policy) {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::jobs] = jobs_policy;
  history.duration_ms = 20 * kMinuteMs;
  for (const TimeMs minute : {1, 2}) {
    Gesture create = create_gesture(minute * kSecondMs, kPhone, "Tea " + std::to_string(minute));
    create.patch.mark(TaskField::remind_at);
    create.patch.values.remind_at = (6 + minute) * kMinuteMs;
    history.gestures.push_back(create);
  }
  return history;
}

History with_fault(History history, std::string_view fault, TimeMs from_ms, TimeMs until_ms) {
  history.faults.push_back(test::fault_between(fault, from_ms, until_ms));
  return history;
}

History restarted_server(std::string_view jobs_policy) {
  return with_fault(two_reminders(jobs_policy), "server_down", kMinuteMs, 2 * kMinuteMs);
}

History poisoned_job(std::string_view jobs_policy) {
  return with_fault(two_reminders(jobs_policy), "poison_job", kMinuteMs, kMinuteMs + 1);
}

}  // namespace

TEST_CASE("sim/nothing_stuck: a job whose timer a restart has forgotten is stuck") {
  const std::unique_ptr<World> world = test::run_world(restarted_server("in_process_timer"));
  CHECK(test::is_broken(*world, "nothing_stuck"));
  CHECK(test::verdict(*world, "nothing_stuck").finding.intent == 1);
}

TEST_CASE("sim/nothing_stuck: a job that cannot be read, and all behind it, are stuck") {
  const std::unique_ptr<World> world = test::run_world(poisoned_job("cron_flag"));
  CHECK(test::is_broken(*world, "nothing_stuck"));
  CHECK(test::verdict(*world, "nothing_stuck").finding.text ==
        "the job that g1 made has been due since 07:00.000: nobody comes for it, and nothing says "
        "why");
}

TEST_CASE(
    "sim/nothing_stuck: a job that has failed and is tried at the next tick is not forgotten") {
  const std::unique_ptr<World> world = test::run_world(
      with_fault(two_reminders("cron_flag"), "push_gone_410", 5 * kMinuteMs, 19 * kMinuteMs));
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK_FALSE(test::is_broken(*world, "nothing_stuck"));
}

TEST_CASE("sim/nothing_stuck: a reminder that is the app's own leaves no job that anybody misses") {
  const std::unique_ptr<World> world = test::run_world(restarted_server("device_timer"));
  CHECK_FALSE(test::is_broken(*world, "nothing_stuck"));
}

TEST_CASE("sim/nothing_stuck: with leases every job is done, or given up where it can be seen") {
  for (const History& history :
       {restarted_server("leased_outbox"), poisoned_job("leased_outbox")}) {
    const std::unique_ptr<World> world = test::run_world(history);
    CHECK(world->end() == WorldEnd::at_rest);
    CHECK(test::broken_promises(*world).empty());
  }
}

}  // namespace srl
