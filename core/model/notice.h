// SPDX-License-Identifier: MIT
// What a person is shown while they do something else: a reminder, or that something is overdue.
#pragma once

#include <string>

#include "model/job.h"

namespace srl {

struct Notice {
  JobKind kind = kReminder;
  TaskId task;
  TimeMs due_at = 0;
  std::string title;
  std::int64_t version = 0;        // of the task that it was decided by; 0: not known
  bool is_from_app = false;        // a timer of the app on this device
  std::string topic;               // it replaces what was shown under it; empty: replaces nothing
  Intent task_intent = kNoIntent;  // trace context: the gesture that made the task,
  Intent intent = kNoIntent;       // and the one that set the time
};

}  // namespace srl
