// SPDX-License-Identifier: MIT
#include "sim/reminder_watch.h"

#include <algorithm>

#include "model/task_jobs/task_job.h"
#include "service/effect.h"

namespace srl {
void ReminderWatch::on_effect(AccountId account, const TaskId& id, Intent task,
                              std::string_view field, std::string_view value) {
  Row& row = rows_[{account, id}];
  const Row before = row;
  if (field == kRowEffect) {
    if (value == kRowDeleted) row.deleted = true;
    if (value == kRowRestored) row.deleted = false;
  } else if (const std::optional<TaskField> changed = find_task_field(field); changed) {
    set_field_text(row.fields, *changed, value);
  }
  for (const TaskJob* job : task_jobs()) {
    const JobKind kind = job->kind;
    const TimeMs was_due = due_of(kind, before.fields, before.deleted);
    const TimeMs is_due = due_of(kind, row.fields, row.deleted);
    if (was_due == is_due) continue;
    if (was_due != 0) due_.erase({was_due, account, id, kind, task});
    if (is_due != 0) due_.insert({is_due, account, id, kind, task});
  }
}

int ReminderWatch::on_shown(ActorId device, const Notice& notice, TimeMs now_ms) {
  const Version version{notice.task_intent, notice.kind, notice.due_at};
  first_shown_ms_.emplace(version, now_ms);
  return ++shown_[{device, version}];
}

bool ReminderWatch::was_shown_or_withheld(ActorId device, const Due& due) const {
  const std::pair<ActorId, Version> told{device, {due.task, due.kind, due.at_ms}};
  return shown_.count(told) != 0 || withheld_.count(told) != 0;
}

void ReminderWatch::on_withheld(ActorId device, const Notice& notice) {
  withheld_.insert({device, {notice.task_intent, notice.kind, notice.due_at}});
}

void ReminderWatch::on_set(Intent task, TimeMs set_ms, TimeMs meant_ms) {
  if (set_ms != meant_ms) off_.insert({task, set_ms});
}

bool ReminderWatch::is_off(const Notice& notice) const {
  return notice.kind == kReminder && off_.count({notice.task_intent, notice.due_at}) != 0;
}

void ReminderWatch::on_settled(const Job& job, TimeMs now_ms) {
  settled_ms_.emplace(Due{job.due_at, job.account, job.task, job.kind}, now_ms);
}

TimeMs ReminderWatch::went_out_ms(const Due& due) const {
  const auto shown = first_shown_ms_.find({due.task, due.kind, due.at_ms});
  const auto settled = settled_ms_.find(due);
  return std::min(shown == first_shown_ms_.end() ? INT64_MAX : shown->second,
                  settled == settled_ms_.end() ? INT64_MAX : settled->second);
}

bool ReminderWatch::is_due(AccountId account, const Notice& notice) const {
  const auto row = rows_.find({account, notice.task});
  if (row == rows_.end()) return false;
  return due_of(notice.kind, row->second.fields, row->second.deleted) == notice.due_at;
}

bool ReminderWatch::take_due(TimeMs now_ms) {
  if (due_.empty() || now_ms <= asked_until_ms_) return false;
  const auto next = due_.upper_bound({asked_until_ms_, INT64_MAX, {}, {}, {}});
  asked_until_ms_ = now_ms;
  return next != due_.end() && next->at_ms <= now_ms;
}

}  // namespace srl
