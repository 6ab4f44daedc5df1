// SPDX-License-Identifier: MIT
#include "model/schedule.h"

#include <doctest/doctest.h>

#include <string>

namespace srl {
namespace {

constexpr DurationMs kEvery = 5 * kMinuteMs;

Schedule schedule(Misfire misfire, Overlap overlap = Overlap::skip) {
  return {"test", kEvery, misfire, overlap};
}

std::string outcomes(const std::vector<Slot>& slots) {
  std::string text;
  for (const Slot& slot : slots) {
    text.append(text.empty() ? "" : " ").append(name_of(slot.outcome));
  }
  return text;
}

// The outcomes at `now_ms`, when the slot at zero was the last one.
std::string planned(const Schedule& schedule, TimeMs now_ms, bool is_running = false) {
  ScheduleState state;
  return outcomes(plan_slots(schedule, state, now_ms, is_running));
}

}  // namespace

TEST_CASE("schedule: a slot that is run in time has fired, and is not planned again") {
  ScheduleState state;
  CHECK(outcomes(plan_slots(schedule(Misfire::fire_once_now), state, kEvery + 1, false)) ==
        "fired");
  CHECK(state.last_slot_ms == kEvery);
  CHECK(plan_slots(schedule(Misfire::fire_once_now), state, kEvery + 2, false).empty());
}

TEST_CASE("schedule: of slots that nobody ran, the policy says what becomes") {
  const TimeMs late = 3 * kEvery + 2 * kMinuteMs;
  CHECK(planned(schedule(Misfire::fire_once_now), late) == "missed missed caught_up");
  CHECK(planned(schedule(Misfire::do_nothing), late) == "missed missed missed");
  CHECK(planned(schedule(Misfire::ignore_misfires), late) == "caught_up caught_up caught_up");
}

TEST_CASE("schedule: missed slots before one in time are missed, and that one fires") {
  CHECK(planned(schedule(Misfire::fire_once_now), 3 * kEvery) == "missed missed fired");
}

TEST_CASE("schedule: a slot older than a day is missed, whatever the policy") {
  ScheduleState state;
  const std::vector<Slot> slots =
      plan_slots(schedule(Misfire::ignore_misfires), state, kCatchUpWindowMs + kEvery + 1, false);
  CHECK(slots.front().outcome == SlotOutcome::missed);
  CHECK(slots.back().outcome == SlotOutcome::fired);
  CHECK(slots.size() == static_cast<std::size_t>(kCatchUpWindowMs / kEvery + 1));
}

TEST_CASE("schedule: while a run goes on, the policy of overlap decides") {
  CHECK(planned(schedule(Misfire::fire_once_now, Overlap::skip), kEvery, true) ==
        "skipped_overlap");
  CHECK(planned(schedule(Misfire::fire_once_now, Overlap::allow_all), kEvery, true) == "fired");
  CHECK(planned(schedule(Misfire::fire_once_now, Overlap::buffer_one), kEvery, true) == "buffered");
}

TEST_CASE("schedule: one slot is buffered, and runs when the run before it has ended") {
  const Schedule buffers = schedule(Misfire::fire_once_now, Overlap::buffer_one);
  ScheduleState state;
  CHECK(outcomes(plan_slots(buffers, state, kEvery, true)) == "buffered");
  CHECK(outcomes(plan_slots(buffers, state, 2 * kEvery, true)) == "skipped_overlap");
  const std::vector<Slot> slots = plan_slots(buffers, state, 2 * kEvery + 1, false);
  CHECK(outcomes(slots) == "caught_up");
  CHECK(slots[0].at_ms == kEvery);
  CHECK(plan_slots(buffers, state, 2 * kEvery + 2, false).empty());
}

TEST_CASE("schedule: a clock that was set back does not stop it for as long") {
  ScheduleState state;
  state.last_slot_ms = 100 * kEvery;
  CHECK(outcomes(plan_slots(schedule(Misfire::fire_once_now), state, 2 * kEvery, false)) ==
        "fired");
}

TEST_CASE("schedule: after months the newest slots have outcomes, no more than the limit") {
  ScheduleState state;
  const TimeMs now_ms = (kSlotsPlannedMax + 500) * kEvery;
  const std::vector<Slot> slots =
      plan_slots(schedule(Misfire::fire_once_now), state, now_ms, false);
  CHECK(slots.size() == static_cast<std::size_t>(kSlotsPlannedMax));
  CHECK(slots.back().at_ms == now_ms);
}

}  // namespace srl
