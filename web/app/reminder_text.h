// SPDX-License-Identifier: MIT
// Reminders as a person sets them and sees them: on the row of the task, and what the device
// showed.
#pragma once

#include <string>

#include "app/task_device.h"

namespace srl::web {

struct ReminderChoice {
  enum class From { none, now, tomorrow };
  const char* label = "";
  From from = From::none;
  DurationMs after_ms = 0;  // from now on; tomorrow is a reading of the clock, not 24 hours
};
inline constexpr ReminderChoice kReminderChoices[] = {
    {"No reminder"},
    {"In 1 minute", ReminderChoice::From::now, kMinuteMs},
    {"In 5 minutes", ReminderChoice::From::now, 5 * kMinuteMs},
    {"In 30 minutes", ReminderChoice::From::now, 30 * kMinuteMs},
    {"In 1 hour", ReminderChoice::From::now, kHourMs},
    {"Tomorrow, at this time", ReminderChoice::From::tomorrow}};

// Sets it in the patch, on the device's clock and by its calendar.
void set_reminder(TaskPatch& patch, const ReminderChoice& choice, const TaskDevice& device);

// "at 06:00", "was due 06:00"; "" for a task that nobody is to be reminded of.
std::string reminder_text(const TaskFields& fields, const TaskDevice& device);

struct NoticeWords {
  std::string title;   // "Reminder: “Buy milk”"
  std::string detail;  // "10:00, 4 min late · again: 2 times"
};
NoticeWords notice_words(const ShownNotice& shown, const TaskDevice& device);

}  // namespace srl::web
