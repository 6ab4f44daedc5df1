// SPDX-License-Identifier: MIT
// One run of the worker, from the tick of cron that starts it to its end: it decides what cron
// owes, claims what is due, sends, and records what came of it. A state machine without a clock:
// each call does what one transaction holds, the host commits, and only then hands on what is to be
// sent (outcome.notifications). So a run can die between any two of its steps, and another one goes
// on.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "service/service_context.h"

namespace srl {

inline constexpr std::int64_t kJobsClaimedMax = 10;  // at once: no more than a lease is enough for

class WorkerRun {
 public:
  // Plain data: a checkpoint copies it.
  struct Memory {
    std::int64_t number = 0;
    bool is_planned = false;
    bool is_done = false;
    bool is_asked_for = false;      // it works also when no slot is due
    bool has_only_job = false;      // it was started for one job, and ends with it
    TimeMs reminders_until_ms = 0;  // it has the schedule to itself so long; 0: it does not
    std::vector<TimeMs> chores_until_ms = {};  // the same of each chore's schedule
    JobId last_taken = 0;                      // where jobs are not claimed: so far it has come
    std::deque<Job> taken;                     // to be begun
    std::map<JobId, Job> sending;              // begun, and some answers are outstanding
    struct Sent {
      JobId job = 0;
      std::string device;
    };
    std::map<NotificationId, Sent> outstanding;
    NotificationId next_notification = 0;
    DurationMs retry_after_ms = 0;  // the longest that an answer has asked for
  };

  explicit WorkerRun(std::int64_t number);
  // By a person who wants the work done now, whether a slot is due or not.
  static WorkerRun asked_for(std::int64_t number);
  WorkerRun(std::int64_t number, const Job& only_job);  // of a timer in the service's process
  explicit WorkerRun(const Memory& memory) : memory_(memory) {}

  const Memory& memory() const { return memory_; }
  std::int64_t number() const { return memory_.number; }
  bool is_done() const { return memory_.is_done; }
  bool is_waiting() const { return memory_.taken.empty() && !memory_.outstanding.empty(); }
  bool has_taken_jobs() const { return !memory_.taken.empty(); }

  // The next step, while it is neither done nor waiting for answers. An error: the database failed,
  // or, under a policy that knows no dead letters, a job cannot be read. The run is over then.
  Status step(Database& database, const ServiceContext& context, Outcome& outcome);

  // An answer of the notification service; an id that is not outstanding is ignored.
  Status on_notification_reply(Database& database, const ServiceContext& context, NotificationId id,
                               const NotificationReply& reply, Outcome& outcome);

  // Makes its leases last: every kJobHeartbeatMs, while it is at work.
  Status beat(Database& database, const ServiceContext& context);

 private:
  Status plan(Database& database, const ServiceContext& context, Outcome& outcome);
  Status take_jobs(Database& database, const ServiceContext& context, Outcome& outcome);
  Status finish(Database& database, const ServiceContext& context, Outcome& outcome);
  Status begin(Database& database, const ServiceContext& context, Job job, Outcome& outcome);

  Memory memory_;
};

}  // namespace srl
