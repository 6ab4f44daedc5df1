// SPDX-License-Identifier: MIT
#include "sim/reminder_watch.h"

#include <algorithm>
#include <charconv>

#include "service/effect.h"

namespace srl {
namespace {

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// False when the field has nothing to do with when a task is due.
bool take_field(TaskFields& schedule, std::string_view field, std::string_view value) {
  if (field == field_name(TaskField::remind_at)) {
    schedule.remind_at = number_of(value);
  } else if (field == field_name(TaskField::begins_at)) {
    schedule.begins_at = number_of(value);
  } else if (field == field_name(TaskField::duration_min)) {
    schedule.duration_min = number_of(value);
  } else if (field == field_name(TaskField::completed)) {
    schedule.completed = value == "true";
  } else {
    return false;
  }
  return true;
}

constexpr JobKind kTold[] = {JobKind::reminder, JobKind::follow_up};

}  // namespace

void ReminderWatch::on_effect(AccountId account, const TaskId& id, Intent task,
                              std::string_view field, std::string_view value) {
  Row& row = rows_[{account, id}];
  const Row before = row;
  if (field == kRowEffect) {
    if (value == kRowDeleted) row.deleted = true;
    if (value == kRowRestored) row.deleted = false;
  } else if (!take_field(row.schedule, field, value)) {
    return;
  }
  for (const JobKind kind : kTold) {
    const TimeMs was_due = due_of(kind, before.schedule, before.deleted);
    const TimeMs is_due = due_of(kind, row.schedule, row.deleted);
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
  return notice.kind == JobKind::reminder && off_.count({notice.task_intent, notice.due_at}) != 0;
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
  return due_of(notice.kind, row->second.schedule, row->second.deleted) == notice.due_at;
}

bool ReminderWatch::take_due(TimeMs now_ms) {
  if (due_.empty() || now_ms <= asked_until_ms_) return false;
  const auto next = due_.upper_bound({asked_until_ms_, INT64_MAX, {}, {}, {}});
  asked_until_ms_ = now_ms;
  return next != due_.end() && next->at_ms <= now_ms;
}

}  // namespace srl
