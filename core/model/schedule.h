// SPDX-License-Identifier: MIT
// What cron owes: a schedule has a slot every so often, and each slot ends in exactly one outcome,
// also when nobody was there to run it. Pure: times in, outcomes out.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/enum_names.h"
#include "base/time.h"

namespace srl {

// What becomes of slots that nobody ran in time (Quartz's names).
enum class Misfire : std::uint8_t {
  fire_once_now,    // one run stands for all of them
  do_nothing,       // they are missed; the next one in time runs
  ignore_misfires,  // each is run, late
};

// What becomes of a slot while an earlier run still goes on (Temporal's names).
enum class Overlap : std::uint8_t { skip, buffer_one, allow_all };

enum class SlotOutcome : std::uint8_t {
  fired,            // in time
  caught_up,        // late
  missed,           // not run: another one stands for it, or it is too old
  skipped_overlap,  // not run: an earlier run still went on
  buffered,         // waits for the end of the earlier run
};

struct Schedule {
  std::string_view name;
  DurationMs every_ms = 0;
  Misfire misfire = Misfire::fire_once_now;
  Overlap overlap = Overlap::skip;
};

inline constexpr DurationMs kCronIntervalMs = 5 * kMinuteMs;
inline constexpr DurationMs kMisfireAfterMs = 60 * kSecondMs;
inline constexpr DurationMs kCatchUpWindowMs =
    kDayMs;  // older slots are missed, whatever the policy
inline constexpr std::int64_t kSlotsPlannedMax = 10'000;  // a month of five minutes

// Jobs about tasks are looked for at every tick of cron. The service's own have schedules beside it
// (service/chores/).
inline constexpr Schedule kRemindersSchedule{"reminders", kCronIntervalMs};

struct Slot {
  TimeMs at_ms = 0;
  SlotOutcome outcome = SlotOutcome::fired;
};

// Where a schedule stands.
struct ScheduleState {
  TimeMs last_slot_ms = 0;      // the last one that has an outcome
  TimeMs buffered_slot_ms = 0;  // one that waits for the end of the run; 0: none
};

// The slots after the last one, up to `now_ms`, by time, each with its outcome; `is_running`: an
// earlier run goes on. A last slot in the future (the clock was set back) is forgotten. A schedule
// that stood still for longer than kSlotsPlannedMax slots has outcomes for the newest of them only.
std::vector<Slot> plan_slots(const Schedule& schedule, ScheduleState& state, TimeMs now_ms,
                             bool is_running);

constexpr bool is_run(SlotOutcome outcome) {
  return outcome == SlotOutcome::fired || outcome == SlotOutcome::caught_up;
}

}  // namespace srl
