// SPDX-License-Identifier: MIT
// A task was to be over a while ago, and is still open.
#include "model/task_jobs/task_job.h"

namespace srl {
namespace {

TimeMs due_after_the_end(const TaskFields& fields) {
  if (fields.begins_at == 0 || fields.duration_min == 0) return 0;
  return fields.begins_at + fields.duration_min * kMinuteMs + kFollowUpAfterMs;
}

}  // namespace

const TaskJob& task_job_follow_up() {
  static constexpr TaskJob kJob{JobKind{1}, "follow_up", "Still open", due_after_the_end};
  return kJob;
}

}  // namespace srl
