// SPDX-License-Identifier: MIT
// The schedules of the worker: which slots cron owes, and that one run at a time works on them.
#pragma once

#include <string_view>
#include <vector>

#include "model/schedule.h"
#include "ports/database.h"
#include "service/service_context.h"

namespace srl {

// Gives every slot since the last time its outcome. Where this run is to do the schedule's work:
// until when it has the schedule to itself; else 0.
Result<TimeMs> begin_slots(Database& database, const ServiceContext& context,
                           const Schedule& schedule, Outcome& outcome);

// For a run that a person asked for while no slot is due: until when it has the schedule to itself;
// 0 when another run has it.
Result<TimeMs> take_schedule(Database& database, const ServiceContext& context,
                             std::string_view schedule);

// The run that had the schedule until `until_ms` needs it for longer, or not any more. Does nothing
// when another run has it by now. Returns until when this one has it.
Result<TimeMs> keep_schedule(Database& database, std::string_view schedule, TimeMs until_ms,
                             TimeMs new_until_ms);
Status end_schedule(Database& database, const ServiceContext& context, std::string_view schedule,
                    TimeMs until_ms);

// When a run last came to its end; 0: none ever has.
Result<TimeMs> last_run_ended_ms(Database& database);

// For people to look at: the newest first.
struct StoredSlot {
  std::string schedule;
  TimeMs slot_at = 0;
  SlotOutcome outcome = SlotOutcome::fired;
  TimeMs at_ms = 0;  // when it was decided
};
Result<std::vector<StoredSlot>> newest_slots(Database& database, std::int64_t limit);
Status delete_slots(Database& database, TimeMs before_ms);

}  // namespace srl
