// SPDX-License-Identifier: MIT
// What the oracle knows of reminders: when the service's rows are due, read off the committed
// effects, and what each device was shown. Plain data.
#pragma once

#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "model/notice.h"
#include "observe/event_log.h"

namespace srl {

class ReminderWatch {
 public:
  struct Due {
    TimeMs at_ms = 0;
    AccountId account = kNobody;
    TaskId row;
    JobKind kind = kReminder;
    Intent task = kNoIntent;  // the gesture that made it
    friend bool operator<(const Due& a, const Due& b) {
      return std::tie(a.at_ms, a.account, a.row, a.kind) <
             std::tie(b.at_ms, b.account, b.row, b.kind);
    }
  };

  // A committed effect on the row that this gesture made.
  void on_effect(AccountId account, const TaskId& row, Intent task, std::string_view field,
                 std::string_view value);

  // The service's rows are others: what is due is told again.
  void forget_rows() {
    rows_.clear();
    due_.clear();
  }

  // How often the device has shown this reminder, now included.
  int on_shown(ActorId device, const Notice& notice, TimeMs now_ms);
  bool was_shown_or_withheld(ActorId device, const Due& due) const;

  // The device knew better than the notice that came, and did not show it.
  void on_withheld(ActorId device, const Notice& notice);

  // A gesture meant the task to be due at `meant_ms`, and its device set `set_ms`.
  void on_set(Intent task, TimeMs set_ms, TimeMs meant_ms);
  bool is_off(const Notice& notice) const;  // is it shown at another time than was meant?

  // The service is done with the job: all who were to be told have been, or there was nobody.
  void on_settled(const Job& job, TimeMs now_ms);
  // A worker whose clock is ahead is early. INT64_MAX: it has not gone out yet.
  TimeMs went_out_ms(const Due& due) const;

  // Is the row still due when the notice says, as far as the service knows?
  bool is_due(AccountId account, const Notice& notice) const;

  bool any() const { return !due_.empty() || !shown_.empty(); }
  const std::set<Due>& due() const { return due_; }

  // Has something fallen due since it was last asked?
  bool take_due(TimeMs now_ms);

 private:
  struct Row {
    TaskFields fields;
    bool deleted = false;
  };
  using Version = std::tuple<Intent, JobKind, TimeMs>;  // of a task's schedule

  std::map<std::pair<AccountId, TaskId>, Row> rows_;
  std::set<Due> due_;
  std::map<std::pair<ActorId, Version>, int> shown_;  // how often
  std::set<std::pair<ActorId, Version>> withheld_;
  std::map<Version, TimeMs> first_shown_ms_;
  std::set<std::pair<Intent, TimeMs>> off_;  // by task and time: set to another than was meant
  std::map<Due, TimeMs> settled_ms_;
  TimeMs asked_until_ms_ = 0;
};

}  // namespace srl
