// SPDX-License-Identifier: MIT
// Reminders as a person sets them and sees them: on the row of the task, and what the device showed.
#pragma once

#include <string>

#include "app/task_device.h"

namespace srl::web {

struct ReminderChoice {
  const char* label;
  DurationMs after_ms;  // from now on; 0: none
};
inline constexpr ReminderChoice kReminderChoices[] = {
    {"No reminder", 0},           {"In 1 minute", kMinuteMs},  {"In 5 minutes", 5 * kMinuteMs},
    {"In 30 minutes", 30 * kMinuteMs}, {"In 1 hour", kHourMs}, {"Tomorrow, at this time", kDayMs}};

// Sets it in the patch, on the device's clock.
void set_reminder(TaskPatch& patch, DurationMs after_ms, const TaskDevice& device);

// "at 06:00", "was due 06:00"; "" for a task that nobody is to be reminded of.
std::string reminder_text(const TaskFields& fields, const TaskDevice& device);

struct NoticeWords {
  std::string title;   // "Reminder: “Buy milk”"
  std::string detail;  // "10:00, 4 min late · again: 2 times"
};
NoticeWords notice_words(const ShownNotice& shown, const TaskDevice& device);

}  // namespace srl::web
