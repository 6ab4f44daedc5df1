// SPDX-License-Identifier: MIT
// At the time that the person has set.
#include "model/task_jobs/task_job.h"

namespace srl {

const TaskJob& task_job_reminder() {
  static constexpr TaskJob kJob{
      kReminder, "reminder", "Reminder",
      [](const TaskFields& fields) -> TimeMs { return fields.remind_at; }};
  return kJob;
}

}  // namespace srl
