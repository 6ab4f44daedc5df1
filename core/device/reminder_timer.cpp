// SPDX-License-Identifier: MIT
#include "device/reminder_timer.h"

#include "model/task_jobs/task_job.h"

namespace srl {

void ReminderTimer::on_row(const TaskId& handle, const RowView* row) {
  if (!is_on()) return;
  const auto known = memory_.due_by_row.find(handle);
  if (known != memory_.due_by_row.end()) {
    memory_.due.erase({known->second, handle});
    memory_.due_by_row.erase(known);
  }
  const TimeMs due_at = row == nullptr ? 0 : due_of(kReminder, row->fields, false);
  if (due_at <= ports_.clock.now_ms()) return;
  memory_.due.insert({due_at, handle});
  memory_.due_by_row[handle] = due_at;
}

void ReminderTimer::arm() {
  const TimeMs next_ms = !is_on() || memory_.due.empty() ? 0 : memory_.due.begin()->first;
  if (next_ms == memory_.armed_for_ms) return;
  memory_.armed_for_ms = next_ms;
  if (next_ms == 0) return ports_.timers.cancel(TimerKind::reminder);
  ports_.timers.set(TimerKind::reminder, next_ms - ports_.clock.now_ms());
}

void ReminderTimer::on_timer(const std::map<TaskId, RowView>& rows) {
  memory_.armed_for_ms = 0;
  const TimeMs now_ms = ports_.clock.now_ms();
  while (is_on() && !memory_.due.empty() && memory_.due.begin()->first <= now_ms) {
    const auto [due_at, handle] = *memory_.due.begin();
    memory_.due.erase(memory_.due.begin());
    memory_.due_by_row.erase(handle);
    const auto row = rows.find(handle);
    if (row == rows.end()) continue;
    Notice notice;
    notice.is_from_app = true;
    notice.task = handle;
    notice.due_at = due_at;
    notice.title = row->second.fields.title;
    notice.task_intent = row->second.created_by;
    notice.intent = row->second.created_by;
    ports_.notifier.show(notice);
  }
}

}  // namespace srl
