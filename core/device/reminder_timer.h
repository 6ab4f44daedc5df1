// SPDX-License-Identifier: MIT
// An app that reminds by itself: one timer, set for the next of the rows that it shows. It knows
// nothing of what other devices do meanwhile, and what falls due while it is closed is never shown.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "device/device_view.h"
#include "device/ports.h"

namespace srl {

class ReminderTimer {
 public:
  struct Memory {
    std::set<std::pair<TimeMs, TaskId>> due;  // later than now
    std::map<TaskId, TimeMs> due_by_row;
    TimeMs armed_for_ms = 0;  // 0: the timer is not set
  };

  ReminderTimer(DevicePorts& ports, const DeviceSettings& settings)
      : ports_(ports), settings_(settings) {}

  bool is_on() const { return settings_.policies.jobs->owner() == ReminderOwner::device; }

  const Memory& memory() const { return memory_; }
  void restore(const Memory& memory) { memory_ = memory; }

  void forget() { memory_ = Memory{}; }

  // The row is shown like this now; nullptr: not any more.
  void on_row(const TaskId& handle, const RowView* row);

  // Sets the timer for the next one, after rows have changed.
  void arm();

  // Shows all that have fallen due.
  void on_timer(const std::map<TaskId, RowView>& rows);

 private:
  DevicePorts& ports_;
  const DeviceSettings& settings_;
  Memory memory_;
};

}  // namespace srl
