// SPDX-License-Identifier: MIT
#include "service/cron.h"

#include "model/job.h"

namespace srl {
namespace {

constexpr Sql kReadSchedule{
    "SELECT last_slot, buffered_slot, running_until FROM schedules WHERE name = $1"};
constexpr Sql kWriteSchedule{
    "INSERT INTO schedules (name, last_slot, buffered_slot, running_until) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET last_slot = excluded.last_slot, "
    "buffered_slot = excluded.buffered_slot, running_until = excluded.running_until"};
constexpr Sql kSetRunning{
    "UPDATE schedules SET running_until = $3 WHERE name = $1 AND running_until = $2"};
constexpr Sql kTake{
    "UPDATE schedules SET running_until = $3 WHERE name = $1 AND running_until <= $2"};
constexpr Sql kEnd{
    "UPDATE schedules SET running_until = 0, ended_at = $3 WHERE name = $1 AND running_until = $2"};
constexpr Sql kLastEnded{"SELECT COALESCE(MAX(ended_at), 0) FROM schedules"};
constexpr Sql kInsertSlot{
    "INSERT INTO slots (name, slot_at, outcome, at_ms) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (name, slot_at) DO UPDATE SET outcome = excluded.outcome, at_ms = excluded.at_ms"};
constexpr Sql kNewestSlots{
    "SELECT name, slot_at, outcome, at_ms FROM slots ORDER BY slot_at DESC, name LIMIT $1"};
constexpr Sql kDeleteSlots{"DELETE FROM slots WHERE slot_at < $1"};

struct Stored {
  ScheduleState state;
  TimeMs running_until = 0;
};

// A schedule that was never looked at begins now.
Result<Stored> read_schedule(Database& database, const Schedule& schedule, TimeMs now_ms) {
  Query query(database, kReadSchedule, schedule.name);
  Stored stored;
  stored.state.last_slot_ms = now_ms - now_ms % schedule.every_ms - schedule.every_ms;
  if (query.next()) stored = {{query.integer(0), query.integer(1)}, query.integer(2)};
  if (!query.status().ok()) return query.status().error();
  return stored;
}

}  // namespace

Result<TimeMs> begin_slots(Database& database, const ServiceContext& context,
                           const Schedule& schedule, Outcome& outcome) {
  Result<Stored> stored = read_schedule(database, schedule, context.now_ms);
  if (!stored.ok()) return stored.error();
  const bool is_running = stored->running_until > context.now_ms;
  bool runs = false;
  for (const Slot& slot : plan_slots(schedule, stored->state, context.now_ms, is_running)) {
    const std::string_view name = name_of(slot.outcome);
    SRL_TRY(execute(database, kInsertSlot, schedule.name, slot.at_ms,
                    static_cast<int>(slot.outcome), context.now_ms));
    outcome.count(Metric::cron_slots, schedule.name, name);
    if (slot.outcome != SlotOutcome::fired) {
      outcome.event(EventKind::slot_decided, kNoIntent, slot.at_ms,
                    std::string(schedule.name) + " at " + format_clock(slot.at_ms) + ": " +
                        std::string(name));
    }
    runs = runs || is_run(slot.outcome);
  }
  if (runs) stored->running_until = context.now_ms + kJobLeaseMs;
  SRL_TRY(execute(database, kWriteSchedule, schedule.name, stored->state.last_slot_ms,
                  stored->state.buffered_slot_ms, stored->running_until));
  return runs ? stored->running_until : TimeMs{0};
}

Result<TimeMs> take_schedule(Database& database, const ServiceContext& context,
                             std::string_view schedule) {
  const TimeMs until_ms = context.now_ms + kJobLeaseMs;
  Query query(database, kTake, schedule, context.now_ms, until_ms);
  const Result<std::int64_t> changed = query.run_to_end();
  if (!changed.ok()) return changed.error();
  return *changed > 0 ? until_ms : TimeMs{0};
}

Result<TimeMs> keep_schedule(Database& database, std::string_view schedule, TimeMs until_ms,
                             TimeMs new_until_ms) {
  Query query(database, kSetRunning, schedule, until_ms, new_until_ms);
  const Result<std::int64_t> changed = query.run_to_end();
  if (!changed.ok()) return changed.error();
  return *changed > 0 ? new_until_ms : TimeMs{0};
}

Status end_schedule(Database& database, const ServiceContext& context, std::string_view schedule,
                    TimeMs until_ms) {
  return execute(database, kEnd, schedule, until_ms, context.now_ms);
}

Result<TimeMs> last_run_ended_ms(Database& database) {
  Query query(database, kLastEnded);
  const TimeMs ended_ms = query.next() ? query.integer(0) : 0;
  if (!query.status().ok()) return query.status().error();
  return ended_ms;
}

Result<std::vector<StoredSlot>> newest_slots(Database& database, std::int64_t limit) {
  std::vector<StoredSlot> slots;
  Query query(database, kNewestSlots, limit);
  while (query.next()) {
    slots.push_back({std::string(query.text(0)), query.integer(1),
                     static_cast<SlotOutcome>(query.integer(2)), query.integer(3)});
  }
  if (!query.status().ok()) return query.status().error();
  return slots;
}

Status delete_slots(Database& database, TimeMs before_ms) {
  return execute(database, kDeleteSlots, before_ms);
}

}  // namespace srl
