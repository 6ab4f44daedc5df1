// SPDX-License-Identifier: MIT
// What nobody needs any more: tombstones that every device has had the time to see, finished jobs,
// slots, notices, codes, limits and sessions that have run out, and guests who have not come back.
#include <map>

#include "model/field_stamps.h"
#include "service/account_store.h"
#include "service/chores/chore.h"
#include "service/cron.h"
#include "service/inbox_store.h"
#include "service/job_store.h"
#include "service/rate_limit.h"
#include "service/session_store.h"

namespace srl {
namespace {

constexpr std::int64_t kTombstonesLookedAtMax = 1'000;  // in one transaction
constexpr DurationMs kFinishedJobsKeptMs = 7 * kDayMs;

// "Keep mine" may bring a deleted task back: its row stays while a person may still say so.
constexpr Sql kTombstones{
    "SELECT account_id, task_id, version, stamps FROM tasks t WHERE deleted = 1 AND NOT EXISTS "
    "(SELECT 1 FROM conflicts c WHERE c.account_id = t.account_id AND c.task_id = t.task_id "
    "AND c.state = $1) ORDER BY account_id, version LIMIT $2"};
constexpr Sql kDeleteTombstone{
    "DELETE FROM tasks WHERE account_id = $1 AND task_id = $2 AND version = $3"};
constexpr Sql kRaiseFloor{
    "UPDATE accounts SET tombstone_floor = $2 WHERE account_id = $1 AND tombstone_floor < $2"};

struct Tombstone {
  AccountId account;
  TaskId task;
  std::int64_t version;
  TimeMs deleted_at;
};

Result<std::vector<Tombstone>> read_tombstones(Database& database) {
  std::vector<Tombstone> tombstones;
  Query query(database, kTombstones, static_cast<int>(ConflictState::open), kTombstonesLookedAtMax);
  while (query.next()) {
    const Result<FieldStamps> stamps = FieldStamps::parse(query.text(3));
    if (!stamps.ok()) return stamps.error();
    // A deletion writes all fields at once, so any of them tells when it was.
    tombstones.push_back({query.integer(0), query.id(1), query.integer(2),
                          wall_ms_of(stamps->of(TaskField::title).hlc)});
  }
  if (!query.status().ok()) return query.status().error();
  return tombstones;
}

Status clean_up(Database& database, const ServiceContext& context, Outcome& outcome) {
  const Result<std::vector<Tombstone>> tombstones = read_tombstones(database);
  if (!tombstones.ok()) return tombstones.error();
  std::map<AccountId, std::int64_t> floors;
  std::int64_t deleted = 0;
  for (const Tombstone& tombstone : *tombstones) {
    if (tombstone.deleted_at + context.tombstones_kept_ms > context.now_ms) continue;
    SRL_TRY(
        execute(database, kDeleteTombstone, tombstone.account, tombstone.task, tombstone.version));
    floors[tombstone.account] = tombstone.version;
    ++deleted;
  }
  for (const auto& [account, floor] : floors) {
    SRL_TRY(execute(database, kRaiseFloor, account, floor));
  }
  const TimeMs kept_from_ms = context.now_ms - kFinishedJobsKeptMs;
  SRL_TRY(delete_final_jobs(database, kept_from_ms));
  SRL_TRY(delete_slots(database, kept_from_ms));
  SRL_TRY(delete_notices(database, context.now_ms - kNoticesKeptMs));
  SRL_TRY(delete_expired_codes(database, context.now_ms));
  SRL_TRY(delete_expired_limits(database, context.now_ms));
  const Result<int> ended = delete_sessions_that_are_over(database, context.now_ms);
  if (!ended.ok()) return ended.error();
  outcome.move(Metric::auth_sessions, -*ended);
  SRL_TRY(delete_idle_guests(database, context.now_ms, outcome));
  if (deleted > 0) outcome.event(EventKind::cleaned_up, kNoIntent, deleted, "");
  return {};
}

}  // namespace

const Chore& chore_cleanup() {
  static constexpr Chore kChore{JobKind{2}, {"cleanup", 3 * kCronIntervalMs}, clean_up};
  return kChore;
}

}  // namespace srl
