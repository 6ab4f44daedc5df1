// SPDX-License-Identifier: MIT
#include "app/service_jobs.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/service_state.h"
#include "model/task_jobs/task_job.h"

namespace srl::web {
namespace {

struct Run {
  Sandbox sandbox;

  Run(std::string_view scenario, std::string_view preset) {
    REQUIRE(sandbox.open_scenario(scenario).ok());
    REQUIRE(sandbox.set_preset(preset).ok());
  }

  JobsState at(TimeMs time_ms) {
    sandbox.seek(time_ms);
    const ServiceState state = read_service(sandbox.world());
    REQUIRE(state.read.ok());
    return state.jobs;
  }
};

std::size_t slots_that(const JobsState& state, SlotOutcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(state.slots.begin(), state.slots.end(),
                    [&](const StoredSlot& slot) { return slot.outcome == outcome; }));
}

const JobRow& job_about(const JobsState& state, std::string_view title) {
  const auto found = std::find_if(state.jobs.begin(), state.jobs.end(),
                                  [&](const JobRow& row) { return row.title == title; });
  REQUIRE(found != state.jobs.end());
  return *found;
}

}  // namespace

TEST_CASE(
    "app/service_jobs: a lease that runs out is another run's, with a higher fencing number") {
  Run run("zombie-worker", kReliablePreset);
  const Job asleep = job_about(run.at(310'000), "Pick up the children").job;
  CHECK(asleep.state == JobState::executing);
  CHECK(asleep.fence == 1);
  CHECK(asleep.leased_until > 310'000);
  const JobsState later = run.at(680'000);
  CHECK(job_about(later, "Pick up the children").job.state == JobState::succeeded);
  CHECK(job_about(later, "Pick up the children").job.fence == 2);
  REQUIRE(later.deliveries.size() == 2);
  CHECK(later.deliveries[0].title == "Pick up the children");
  CHECK(later.deliveries[0].delivery.state == DeliveryState::accepted);
  CHECK(later.subscriptions.size() == 2);
}

TEST_CASE(
    "app/service_jobs: slots that nobody ran are missed, the last of them is caught up with") {
  Run run("missed-cron", kReliablePreset);
  const JobsState state = run.at(1'250'000);
  CHECK(slots_that(state, SlotOutcome::missed) >= 2);
  CHECK(slots_that(state, SlotOutcome::fired) >= 1);
}

TEST_CASE("app/service_jobs: a dead letter is counted, and taken back it is due again") {
  Run run("poison-job", kReliablePreset);
  CHECK(run.at(300'000).dead_letters == 0);
  const JobsState state = run.at(2'950'000);
  CHECK(state.dead_letters == 1);
  CHECK(job_about(state, "Feed the cat").job.state == JobState::discarded);
  run.sandbox.redrive();
  run.sandbox.seek(run.sandbox.now_ms() + 10);
  const ServiceState now = read_service(run.sandbox.world(), ServicePart::rows);
  CHECK(now.jobs.dead_letters == 0);
  CHECK(job_about(run.at(run.sandbox.now_ms()), "Feed the cat").job.attempts == 0);
}

TEST_CASE("app/service_jobs: what was read follows the worker, back and forth") {
  Run run("missed-cron", kReliablePreset);
  ServiceReader reader;
  for (const TimeMs time_ms :
       {5'000, 300'150, 301'000, 1'200'100, 1'200'400, 1'203'000, 200'000, 1'230'000}) {
    const JobsState now = run.at(time_ms);
    const JobsState& read = reader.get(run.sandbox).jobs;
    CAPTURE(time_ms);
    CHECK(read.slots.size() == now.slots.size());
    CHECK(read.deliveries.size() == now.deliveries.size());
    REQUIRE(read.jobs.size() == now.jobs.size());
    for (std::size_t i = 0; i < now.jobs.size(); ++i) {
      CHECK(read.jobs[i].job.state == now.jobs[i].job.state);
      CHECK(read.jobs[i].job.leased_until == now.jobs[i].job.leased_until);
    }
  }
}

TEST_CASE("app/service_jobs: every name has a word that a person reads") {
  CHECK(job_kind_text(find_task_job("follow_up")->kind) == "Follow up");
  CHECK(job_state_text(JobState::discarded) == "Dead letter");
  CHECK(job_state_text(JobState::waiting_retry) == "Waiting retry");
  CHECK(slot_outcome_text(SlotOutcome::caught_up) == "Caught up");
  CHECK(delivery_state_text(DeliveryState::gone) == "Gone");
}

}  // namespace srl::web
