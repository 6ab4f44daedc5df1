// SPDX-License-Identifier: MIT
#include "app/service_jobs.h"

#include <algorithm>
#include <map>

#include "app/event_text.h"
#include "app/wording.h"
#include "service/chores/chore.h"
#include "service/service_context.h"
#include "sim/service_host.h"

namespace srl::web {
namespace {

constexpr std::int64_t kRowsShownMax = 200;  // of each table

constexpr Sql kCountInState{"SELECT COUNT(*) FROM jobs WHERE state = $1"};
constexpr Sql kReadTitles{
    "SELECT job_id, title FROM jobs JOIN tasks ON tasks.account_id = jobs.account_id "
    "AND tasks.task_id = jobs.task_id"};
constexpr Sql kReadDeliveries{
    "SELECT job_id, device_id, state, attempts, at_ms, reason FROM deliveries "
    "ORDER BY at_ms DESC, job_id DESC, device_id LIMIT $1"};

using Titles = std::map<JobId, std::string>;

Status read_titles(Database& database, Titles& titles) {
  Query query(database, kReadTitles);
  while (query.next()) titles[query.integer(0)] = query.text(1);
  return query.status();
}

// Where something is still to be done, then what is over, and the service's own last.
int place_of(const JobRow& row) {
  if (is_chore(row.job)) return 2;
  return is_final(row.job.state) && row.job.state != JobState::discarded ? 1 : 0;
}

Status read_deliveries(Database& database, const Titles& titles, JobsState& state) {
  Query query(database, kReadDeliveries, kRowsShownMax);
  while (query.next()) {
    DeliveryRow row;
    row.delivery.job = query.integer(0);
    row.delivery.device = query.text(1);
    row.delivery.state = static_cast<DeliveryState>(query.integer(2));
    row.delivery.attempts = query.integer(3);
    row.delivery.at_ms = query.integer(4);
    row.delivery.reason = query.text(5);
    const auto title = titles.find(row.delivery.job);
    if (title != titles.end()) row.title = title->second;
    state.deliveries.push_back(std::move(row));
  }
  return query.status();
}

}  // namespace

Status count_dead_letters(World& world, JobsState& state) {
  Query query(world.service_database(), kCountInState, static_cast<int>(JobState::discarded));
  if (query.next()) state.dead_letters = query.integer(0);
  return query.status();
}

Status read_jobs(World& world, JobsState& state) {
  Database& database = world.service_database();
  Result<std::vector<Job>> jobs = jobs_in_state(database, std::nullopt, kRowsShownMax);
  if (!jobs.ok()) return jobs.error();
  Titles titles;
  SRL_TRY(read_titles(database, titles));
  for (Job& job : *jobs) {
    const auto title = titles.find(job.id);
    state.jobs.push_back({std::move(job), title == titles.end() ? "" : title->second});
  }
  std::stable_sort(state.jobs.begin(), state.jobs.end(),
                   [](const JobRow& a, const JobRow& b) { return place_of(a) < place_of(b); });
  Result<std::vector<StoredSlot>> slots = newest_slots(database, kRowsShownMax);
  if (!slots.ok()) return slots.error();
  state.slots = std::move(*slots);
  SRL_TRY(read_deliveries(database, titles, state));
  Result<std::vector<Subscription>> subscriptions =
      subscriptions_of(database, kSimulatedAccount, world.now_ms());
  if (!subscriptions.ok()) return subscriptions.error();
  state.subscriptions = std::move(*subscriptions);
  return {};
}

std::string job_kind_text(JobKind kind) { return readable(job_kind_name(kind)); }

std::string job_state_text(JobState state) {
  return state == JobState::discarded ? "Dead letter" : readable(name_of(state));
}

std::string slot_outcome_text(SlotOutcome outcome) { return readable(name_of(outcome)); }

std::string delivery_state_text(DeliveryState state) {
  return state == DeliveryState::discarded ? "Given up" : readable(name_of(state));
}

}  // namespace srl::web
