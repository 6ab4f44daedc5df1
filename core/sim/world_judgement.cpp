// SPDX-License-Identifier: MIT
// When a run is judged: after every entry by the promises of safety, at rest or out of time by
// those of liveness.
#include <algorithm>
#include <iterator>

#include "model/schedule.h"
#include "service/job_store.h"
#include "service/task_store.h"
#include "sim/world.h"

namespace srl {
namespace {

constexpr DurationMs kLookEveryMs = 2 * kSecondMs;  // at the devices, by the patient person
// What the last fault may still cost besides retries: a time-out, a poll, a disk that comes back.
constexpr DurationMs kSettleMarginMs = 2 * kMinuteMs;
constexpr std::int64_t kJobsLookedAtMax = 1'000;
// The worker has started three times since, and has passed by what it could have taken.
constexpr DurationMs kJobForgottenAfterMs = 3 * kCronIntervalMs;

}  // namespace

void World::after_entry() {
  if (service_->take_death()) actors().service_is_gone();
  for (std::unique_ptr<DeviceHost>& device : devices_) device->show();
  if (person_.is_here && !person_.will_look && anybody_needs_help()) {
    person_.will_look = true;
    stage_.queue.push(stage_.now_ms() + kLookEveryMs, PersonLooks{});
  }
  note_broken(
      stage_.oracle.check_step(stage_.now_ms(), steps(), static_cast<std::size_t>(log().count())));
  if (stage_.oracle.take_due(stage_.now_ms())) disturb();  // a person is to be reminded now
  if (end_ != WorldEnd::running || deadline_ms_ == 0) return;
  if (is_at_rest()) {
    judge(WorldEnd::at_rest);
  } else if (stage_.now_ms() >= deadline_ms_) {
    judge(WorldEnd::out_of_time);
  }
}

bool World::is_over() const {
  if (end_ == WorldEnd::livelock) return true;
  const bool all_played = next_scheduled_ == schedule_.size() || next_ms() > kRunTimeMax;
  return end_ != WorldEnd::running && all_played;
}

bool World::anybody_needs_help() const {
  return std::any_of(devices_.begin(), devices_.end(),
                     [&](const auto& device) { return needs_help(*device); });
}

bool World::is_at_rest() const {
  if (stage_.messages_in_flight > 0 || !service_->is_up()) return false;
  if (!worker_->is_idle()) return false;
  if (person_.is_here && anybody_needs_help()) return false;
  const bool devices_rest = std::all_of(devices_.begin(), devices_.end(), [&](const auto& device) {
    if (!device->is_open()) return true;
    const DeviceView& view = device->view();
    if (!view.session.is_signed_in()) return device->is_idle();
    return device->is_settled() && view.claim == SyncClaim::synced &&
           view.server_seq == service_->counters(view.session.account).seq &&
           stage_.oracle.has_heard_of_all(
               device->actor());  // a lost time may have had the same number
  });
  const bool worker_reminds = stage_.policies.jobs->owner() == ReminderOwner::worker;
  return devices_rest && !(worker_reminds && service_->has_unsettled_jobs());
}

void World::judge(WorldEnd end) {
  end_ = end;
  last_judged_ms_ = stage_.now_ms();
  // Liveness is promised for the time after the last fault.
  if (end == WorldEnd::out_of_time && stage_.faults.any_active()) return;
  OracleRest rest;
  for (const std::unique_ptr<DeviceHost>& device : devices_) {
    if (device->is_running()) rest.devices.push_back({device->actor(), &device->view()});
  }
  rest.person_has_helped = person_.is_here;
  rest.now_ms = stage_.now_ms();
  for (const AccountId account : accounts()) {
    Result<std::vector<Task>> rows = service_rows(account);
    if (!rows.ok()) continue;
    rest.accounts[account] = {std::move(rows.value()), service_->counters(account).open_count};
    note_reminders(account, rest.accounts[account]);
  }
  note_forgotten_jobs(rest);
  gather_signals(rest);
  if (end == WorldEnd::at_rest) stage_.journal.add(kLabActor, EventKind::at_rest);
  note_broken(stage_.oracle.check_rest(rest, stage_.now_ms(), steps(),
                                       static_cast<std::size_t>(log().count())));
}

// Who was to be reminded, and what was given up where people can see it.
void World::note_reminders(AccountId account, OracleRest::Account& rest) {
  Database& database = service_->database().database();
  const Result<std::vector<Subscription>> subscriptions =
      subscriptions_of(database, account, stage_.now_ms());
  if (!subscriptions.ok()) return;
  for (const Subscription& subscription : *subscriptions) {
    const DeviceHost* device = find_device(subscription.device);
    if (device != nullptr) rest.subscribers[device->actor()] = subscription.since_ms;
  }
  for (const JobState state : {JobState::discarded, JobState::expired}) {
    const Result<std::vector<Job>> jobs = jobs_in_state(database, state, kJobsLookedAtMax);
    if (!jobs.ok()) return;
    for (const Job& job : *jobs) rest.given_up.insert({job.task, job.due_at});
  }
}

void World::note_forgotten_jobs(OracleRest& rest) {
  const Result<std::vector<Job>> jobs = unfinished_jobs(
      service_->database().database(), stage_.now_ms() - 1, JobChoice::all, 0, kJobsLookedAtMax);
  if (!jobs.ok()) return;
  std::copy_if(jobs->begin(), jobs->end(), std::back_inserter(rest.forgotten_jobs),
               [&](const Job& job) { return is_forgotten(job); });
}

// A timer in the service's process comes to the millisecond or never, and once. Where the app
// reminds by itself, the service's jobs are nobody's by design.
bool World::is_forgotten(const Job& job) {
  const ReminderOwner owner = stage_.policies.jobs->owner();
  const bool is_workers = owner == ReminderOwner::worker || is_chore(job);
  if (!is_workers) return owner == ReminderOwner::process && worker_->is_idle();
  const TimeMs claimable_ms = std::max({job.due_at, job.run_at, job.leased_until});
  return claimable_ms + kJobForgottenAfterMs <= stage_.now_ms();
}

void World::note_broken(const std::vector<std::size_t>& promises) {
  for (const std::size_t promise : promises) {
    const Finding& finding = stage_.oracle.verdicts()[promise].finding;
    stage_.journal.add(finding.device, EventKind::promise_broken, finding.intent, 0, 0,
                       promises_in_order()[promise]->name);
  }
}

// Something has happened that the promises of liveness must be given time for.
void World::disturb() {
  stage_.oracle.set_not_yet_due();
  if (end_ != WorldEnd::livelock) end_ = WorldEnd::running;
  // Not by gestures that are still scheduled: a run that a person plays along with does not know
  // its later ones, and must log the same as its history does when it runs again.
  const auto future = schedule_.begin() + static_cast<std::ptrdiff_t>(next_scheduled_);
  const bool will_heal = std::any_of(future, schedule_.end(), [](const Scheduled& entry) {
    return entry.kind == ScheduledKind::heal;
  });
  const bool goes_on = will_heal || stage_.faults.any_active();
  DurationMs bound_ms = stage_.policies.retry->settle_bound_ms() + kSettleMarginMs;
  const bool waits_for_jobs = stage_.oracle.has_reminders() || service_->has_unsettled_jobs();
  if (waits_for_jobs) bound_ms += stage_.policies.jobs->settle_bound_ms();
  deadline_ms_ = goes_on ? 0 : stage_.now_ms() + bound_ms;
}

// Those that the run has to do with.
std::set<AccountId> World::accounts() const {
  std::set<AccountId> accounts = {kSimulatedAccount};
  for (const std::unique_ptr<DeviceHost>& device : devices_) {
    const AccountId account = device->view().session.account;
    if (account != kNobody) accounts.insert(account);
  }
  for (const auto& [account, counters] : service_->all_counters()) accounts.insert(account);
  return accounts;
}

Result<std::vector<Task>> World::service_rows(AccountId account) {
  return living_tasks(service_->database().database(), account, "", INT64_MAX);
}

}  // namespace srl
