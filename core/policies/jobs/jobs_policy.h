// SPDX-License-Identifier: MIT
// The decision `jobs`: a reminder is due later, when nobody looks. Who owns it, and what is left of
// it when its owner is away, dies or is held up at the worst moment?
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "policies/policy_info.h"

namespace srl {

// Whose work a reminder is.
enum class ReminderOwner : std::uint8_t {
  device,   // a timer in the app
  process,  // a timer in the memory of the service's process
  worker,   // a row in the service's database, and a worker that cron starts every five minutes
};

class JobsPolicy {
 public:
  virtual ~JobsPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  virtual ReminderOwner owner() const = 0;

  // Where the worker owns them:

  // Is a job claimed for a time, under a number that fences off the run that held it before?
  // Otherwise a run sends whatever is not yet flagged as sent, and flags it afterwards.
  virtual bool claims_with_lease() const { return false; }

  // Does changing a task change its jobs: completing it cancels them, another time is another job?
  // Otherwise there is one job per task for ever, and it doesn't look at the task again.
  virtual bool follows_the_task() const { return false; }

  // Does each subscription have a delivery of its own, which is tried again by itself, a bounded
  // number of times, and given up for good when the provider says that nobody is there? Otherwise
  // the task has one flag, for all who are to be told.
  virtual bool delivers_per_subscription() const { return false; }

  // Does a message name what it replaces, so that a repeat of it is shown once?
  virtual bool names_topic() const { return false; }

  // On the device:

  // Is a notice that arrives looked at again, by what the device knows of the task? Otherwise it is
  // shown as it was decided.
  virtual bool checks_on_arrival() const { return false; }

  // Is "tomorrow, at this time" what the clock on the wall will read? Otherwise it is in 24 hours.
  virtual bool goes_by_civil_time() const { return false; }

  // How long after the last fault what is due may take to be sent or given up: part of the bound of
  // liveness.
  virtual DurationMs settle_bound_ms() const { return 0; }
};

// Every policy of the folder (generated at build time).
std::vector<const JobsPolicy*> all_jobs_policies();

}  // namespace srl
