// SPDX-License-Identifier: MIT
#include <algorithm>

#include "model/task_jobs/task_job.h"

namespace srl {
namespace {

template <class Matches>
const TaskJob* find(Matches matches) {
  const auto found = std::find_if(task_jobs().begin(), task_jobs().end(), matches);
  return found == task_jobs().end() ? nullptr : *found;
}

}  // namespace

const std::vector<const TaskJob*>& task_jobs() {
  static const std::vector<const TaskJob*> kJobs = [] {
    std::vector<const TaskJob*> jobs = all_task_jobs();
    std::sort(jobs.begin(), jobs.end(),
              [](const TaskJob* a, const TaskJob* b) { return a->kind < b->kind; });
    return jobs;
  }();
  return kJobs;
}

const TaskJob* find_task_job(JobKind kind) {
  return find([&](const TaskJob* job) { return job->kind == kind; });
}

const TaskJob* find_task_job(std::string_view name) {
  return find([&](const TaskJob* job) { return job->name == name; });
}

std::string_view task_job_name(JobKind kind) {
  const TaskJob* job = find_task_job(kind);
  return job == nullptr ? kUnreadableJob : job->name;
}

TimeMs due_of(JobKind kind, const TaskFields& fields, bool deleted) {
  const TaskJob* job = deleted || fields.completed ? nullptr : find_task_job(kind);
  return job == nullptr ? 0 : job->due_at(fields);
}

}  // namespace srl
