// SPDX-License-Identifier: MIT
#include "model/schedule.h"

#include <algorithm>

namespace srl {
namespace {

TimeMs slot_before(TimeMs now_ms, DurationMs every_ms) { return now_ms - now_ms % every_ms; }

SlotOutcome outcome_of(const Schedule& schedule, TimeMs slot_ms, TimeMs now_ms, bool is_last) {
  const DurationMs late_ms = now_ms - slot_ms;
  if (late_ms > kCatchUpWindowMs) return SlotOutcome::missed;
  if (late_ms <= kMisfireAfterMs) return SlotOutcome::fired;
  switch (schedule.misfire) {
    case Misfire::fire_once_now: return is_last ? SlotOutcome::caught_up : SlotOutcome::missed;
    case Misfire::do_nothing: return SlotOutcome::missed;
    case Misfire::ignore_misfires: break;
  }
  return SlotOutcome::caught_up;
}

SlotOutcome overlapped(const Schedule& schedule, ScheduleState& state, const Slot& slot) {
  if (!is_run(slot.outcome) || schedule.overlap == Overlap::allow_all) return slot.outcome;
  const bool buffers = schedule.overlap == Overlap::buffer_one && state.buffered_slot_ms == 0;
  if (!buffers) return SlotOutcome::skipped_overlap;
  state.buffered_slot_ms = slot.at_ms;
  return SlotOutcome::buffered;
}

}  // namespace

std::vector<Slot> plan_slots(const Schedule& schedule, ScheduleState& state, TimeMs now_ms,
                             bool is_running) {
  const TimeMs last_ms = slot_before(now_ms, schedule.every_ms);
  if (state.last_slot_ms > last_ms) state.last_slot_ms = last_ms - schedule.every_ms;
  std::vector<Slot> slots;
  if (state.buffered_slot_ms != 0 && !is_running) {
    slots.push_back({state.buffered_slot_ms, SlotOutcome::caught_up});
    state.buffered_slot_ms = 0;
  }
  const TimeMs first_ms = std::max(state.last_slot_ms + schedule.every_ms,
                                   last_ms - (kSlotsPlannedMax - 1) * schedule.every_ms);
  for (TimeMs at_ms = first_ms; at_ms <= last_ms; at_ms += schedule.every_ms) {
    Slot slot{at_ms, outcome_of(schedule, at_ms, now_ms, at_ms == last_ms)};
    if (is_running) slot.outcome = overlapped(schedule, state, slot);
    slots.push_back(slot);
  }
  state.last_slot_ms = std::max(state.last_slot_ms, last_ms);
  return slots;
}

}  // namespace srl
