// SPDX-License-Identifier: MIT
// Work that is due later, and what becomes of it. A job is a row that is written in the transaction
// of what it is about; a worker claims it when it is due.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.h"
#include "model/session.h"
#include "model/task.h"

namespace srl {

using JobId = std::int64_t;

// The number of a kind, as it is stored. The kinds are one file each: those about a task in
// model/task_jobs/, the service's own in service/chores/.
enum class JobKind : std::uint8_t {};
inline constexpr JobKind kReminder{0};
inline constexpr std::string_view kUnreadableJob = "unreadable";  // the name of any other number

enum class JobState : std::uint8_t {
  queued,         // waits for its time
  executing,      // claimed: under a lease, by the run that has its fencing number
  waiting_retry,  // an attempt failed; the next one may start at run_at
  succeeded,
  discarded,  // a dead letter: its attempts are spent; it is kept and shown, and sent again on
              // request
  cancelled,  // the task is done, gone, or due at another time
  expired,    // so late that it is worth nothing
};

constexpr bool is_final(JobState state) {
  return state != JobState::queued && state != JobState::executing &&
         state != JobState::waiting_retry;
}

struct Job {
  JobId id = 0;
  AccountId account = kNobody;  // nobody's: the service's own
  JobKind kind = kReminder;
  TaskId task;
  TimeMs due_at = 0;  // with the task: which version of the schedule it belongs to
  JobState state = JobState::queued;
  TimeMs run_at = 0;  // not claimed earlier
  std::int64_t attempts = 0;
  std::int64_t fence = 0;  // goes up with every claim: a write with an older one is refused
  TimeMs leased_until = 0;
  std::string reason = {};  // of the last failure
  Intent intent = kNoIntent;
};

// What became of a job's message to one subscription. The numbers are stored.
enum class DeliveryState : std::uint8_t {
  pending,    // not sent yet, or to be sent again
  sending,    // handed to the notification service, which has not answered
  accepted,   // the notification service has it; whether it was shown, nobody says
  gone,       // nobody is there any more: the subscription was removed
  discarded,  // attempts spent
};

struct Delivery {
  JobId job = 0;
  std::string device;  // whose subscription it is
  DeliveryState state = DeliveryState::pending;
  std::int64_t attempts = 0;
  TimeMs at_ms = 0;  // of the last change
  std::string reason = {};
};

// Is it the service's own, rather than about a person's task?
inline bool is_chore(const Job& job) { return job.account == kNobody; }

inline constexpr DurationMs kFollowUpAfterMs = kHourMs;  // after the task was to be over
inline constexpr DurationMs kJobLeaseMs = 60 * kSecondMs;
inline constexpr DurationMs kJobHeartbeatMs = 20 * kSecondMs;
inline constexpr DurationMs kReminderExpiresMs = kDayMs;  // later than this it is worth nothing
// With cron's five minutes eight attempts take some forty: no reminder is worth more.
inline constexpr std::int64_t kJobAttemptsMax = 8;
inline constexpr DurationMs kJobBackoffBaseMs = 5 * kSecondMs;
inline constexpr DurationMs kJobBackoffCapMs = kHourMs;

}  // namespace srl
