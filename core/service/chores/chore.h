// SPDX-License-Identifier: MIT
// Work of the service's own: a kind of job that is about no task, and comes round on a schedule. A
// new one is one file in this folder.
#pragma once

#include <string_view>
#include <vector>

#include "model/job.h"
#include "model/schedule.h"
#include "ports/database.h"
#include "service/service_context.h"

namespace srl {

struct Chore {
  JobKind kind;       // stored: never changed, and never given to another kind
  Schedule schedule;  // its name is the chore's, and the file's
  Status (*run)(Database& database, const ServiceContext& context, Outcome& outcome);
};

std::vector<const Chore*> all_chores();

// The same, made once.
const std::vector<const Chore*>& chores();

// Null when there is none.
const Chore* find_chore(JobKind kind);

// Of a chore or of a job about a task; "unreadable" of a kind that does not exist.
std::string_view job_kind_name(JobKind kind);

}  // namespace srl
