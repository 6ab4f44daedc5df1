// SPDX-License-Identifier: MIT
#include "model/task_jobs/task_job.h"
#include "service/chores/chore.h"

namespace srl {

const std::vector<const Chore*>& chores() {
  static const std::vector<const Chore*> kChores = all_chores();
  return kChores;
}

const Chore* find_chore(JobKind kind) {
  for (const Chore* chore : chores()) {
    if (chore->kind == kind) return chore;
  }
  return nullptr;
}

std::string_view job_kind_name(JobKind kind) {
  const Chore* chore = find_chore(kind);
  return chore == nullptr ? task_job_name(kind) : chore->schedule.name;
}

}  // namespace srl
