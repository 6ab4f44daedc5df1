// SPDX-License-Identifier: MIT
// A kind of job about a task: when it is due, and what a person is told then. A new kind is one
// file in this folder.
#pragma once

#include <string_view>
#include <vector>

#include "model/job.h"

namespace srl {

struct TaskJob {
  JobKind kind;            // stored: never changed, and never given to another kind
  std::string_view name;   // the file's
  std::string_view title;  // before the task's title, in what the person is shown: "Reminder"
  TimeMs (*due_at)(const TaskFields& fields);  // of a task that is open; 0: never
};

std::vector<const TaskJob*> all_task_jobs();

// The same by kind.
const std::vector<const TaskJob*>& task_jobs();

// Null when there is none.
const TaskJob* find_task_job(JobKind kind);
const TaskJob* find_task_job(std::string_view name);

// "unreadable" of a kind that does not exist.
std::string_view task_job_name(JobKind kind);

// When the task is to be told of; 0: never.
TimeMs due_of(JobKind kind, const TaskFields& fields, bool deleted);

}  // namespace srl
