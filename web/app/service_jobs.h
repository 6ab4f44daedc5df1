// SPDX-License-Identifier: MIT
// The service's background work, as its own database has it: jobs, what cron owed, whom a message
// was sent to, and who wants to be told.
#pragma once

#include <string>
#include <vector>

#include "service/cron.h"
#include "service/job_store.h"
#include "sim/world.h"

namespace srl::web {

struct JobRow {
  Job job;
  std::string title;  // of its task; "" for the service's own
};

struct DeliveryRow {
  Delivery delivery;
  std::string title;
};

struct JobsState {
  std::vector<JobRow> jobs;                 // what is to be done first, then the newest
  std::vector<StoredSlot> slots;            // the newest first
  std::vector<DeliveryRow> deliveries;      // the same
  std::vector<Subscription> subscriptions;  // of the run's person
  std::int64_t dead_letters = 0;
};

Status count_dead_letters(World& world, JobsState& state);
Status read_jobs(World& world, JobsState& state);  // all the rest

// "Reminder", "Dead letter", "Caught up": their names, as a person reads them.
std::string job_kind_text(JobKind kind);
std::string job_state_text(JobState state);
std::string slot_outcome_text(SlotOutcome outcome);
std::string delivery_state_text(DeliveryState state);

}  // namespace srl::web
