// SPDX-License-Identifier: MIT
#include "model/task_jobs/task_job.h"

#include <doctest/doctest.h>

namespace srl {
namespace {

JobKind kind_of(std::string_view name) {
  const TaskJob* job = find_task_job(name);
  REQUIRE(job != nullptr);
  return job->kind;
}

}  // namespace

TEST_CASE("job: a reminder is due when the person said, and never for what is done or gone") {
  TaskFields fields;
  fields.remind_at = 5'000;
  CHECK(due_of(kind_of("reminder"), fields, false) == 5'000);
  CHECK(due_of(kind_of("reminder"), fields, true) == 0);
  fields.completed = true;
  CHECK(due_of(kind_of("reminder"), fields, false) == 0);
}

TEST_CASE("job: a task is followed up an hour after it was to be over, if it says when that is") {
  TaskFields fields;
  fields.begins_at = kHourMs;
  CHECK(due_of(kind_of("follow_up"), fields, false) == 0);
  fields.duration_min = 30;
  CHECK(due_of(kind_of("follow_up"), fields, false) == kHourMs + 30 * kMinuteMs + kFollowUpAfterMs);
}

TEST_CASE("job: a kind that does not exist has a name that says so, and is never due") {
  TaskFields fields;
  fields.remind_at = 5'000;
  CHECK(task_job_name(JobKind{199}) == "unreadable");
  CHECK(due_of(JobKind{199}, fields, false) == 0);
}

}  // namespace srl
