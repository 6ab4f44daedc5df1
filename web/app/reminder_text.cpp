// SPDX-License-Identifier: MIT
#include "app/reminder_text.h"

#include "app/event_text.h"
#include "app/time_text.h"
#include "model/task_jobs/task_job.h"

namespace srl::web {
namespace {

std::string clock_text(TimeMs time_ms, const TaskDevice& device) {
  return short_moment_text(time_ms, device.wall_ms(), device.zone());
}

// "30 s", "4 min", "1 h 05 min".
std::string rounded(DurationMs duration_ms) {
  if (duration_ms < kMinuteMs) return std::to_string(duration_ms / kSecondMs) + " s";
  if (duration_ms < kHourMs) return std::to_string(duration_ms / kMinuteMs) + " min";
  return format_duration(duration_ms);
}

std::string lateness_text(DurationMs late_ms) {
  if (late_ms <= -kSecondMs) return ", " + rounded(-late_ms) + " early";
  return late_ms < kSecondMs ? ", on time" : ", " + rounded(late_ms) + " late";
}

}  // namespace

void set_reminder(TaskPatch& patch, const ReminderChoice& choice, const TaskDevice& device) {
  patch.mark(TaskField::remind_at);
  switch (choice.from) {
    case ReminderChoice::From::none: patch.values.remind_at = 0; break;
    case ReminderChoice::From::now:
      patch.values.remind_at = device.wall_ms() + choice.after_ms;
      break;
    case ReminderChoice::From::tomorrow:
      patch.values.remind_at = same_time_tomorrow_ms(device.wall_ms(), device.zone());
      break;
  }
}

std::string reminder_text(const TaskFields& fields, const TaskDevice& device) {
  if (fields.remind_at == 0 || fields.completed) return "";
  const char* when = fields.remind_at <= device.wall_ms() ? "was due " : "at ";
  return when + clock_text(fields.remind_at, device);
}

NoticeWords notice_words(const ShownNotice& shown, const TaskDevice& device) {
  const Notice& notice = shown.notice;
  NoticeWords words;
  const TaskJob* job = find_task_job(notice.kind);
  words.title = std::string(job == nullptr ? "" : job->title) + ": " + quoted(notice.title);
  words.detail = clock_text(shown.at_ms, device) + lateness_text(shown.at_ms - notice.due_at);
  if (shown.times > 1) words.detail += " · again: " + std::to_string(shown.times) + " times";
  if (notice.is_from_app) words.detail += " · the app's own timer";
  return words;
}

}  // namespace srl::web
