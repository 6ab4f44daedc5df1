// SPDX-License-Identifier: MIT
#include "sim/service_host.h"

#include <algorithm>
#include <cassert>

#include "service/account_store.h"
#include "service/auth.h"
#include "service/conflict_handler.h"
#include "service/conflict_store.h"
#include "service/effect_store.h"
#include "service/job_store.h"
#include "service/retry_after.h"
#include "service/task_store.h"

namespace srl {
namespace {

// A push of five operations runs about 45 statements: the drawn ones hit every part of it.
constexpr std::int64_t kDrawnStatementMax = 45;

constexpr int kPoison = 100;  // no kind of job has a number as high
constexpr Sql kPoisonNextJob{
    "UPDATE jobs SET kind = kind + $1 WHERE job_id = (SELECT job_id FROM jobs WHERE state = 0 "
    "AND kind < $1 ORDER BY run_at, job_id LIMIT 1)"};

constexpr Sql kSessionsOfDevice{
    "SELECT session_id FROM sessions WHERE $1 = '' OR device_id = $1 ORDER BY session_id"};

}  // namespace

ServiceHost::ServiceHost(Stage& stage, std::unique_ptr<PageDatabase> database)
    : stage_(stage),
      database_(std::move(database)),
      port_(database_->database()),
      crypto_(stage.history.seed, memory_.crypto_counter) {
  memory_.mail_delay = {stage.history.seed, purpose_of("mail"), kServiceActor, 0};
}

Status ServiceHost::start() {
  const std::uint64_t word = next(RandomPurpose::identifier);
  Transaction transaction(database_->database());
  SRL_TRY(transaction.status());
  SRL_TRY(create_account(database_->database(), kSimulatedAccount, format_digest(word)));
  SRL_TRY(insert_user(database_->database(), kSimulatedAccount, kSimulatedEmail));
  SRL_TRY(transaction.commit());
  database_->store().mark_durable(database_->store().last_batch());
  return {};
}

std::uint64_t ServiceHost::next(RandomPurpose purpose) {
  if (purpose == RandomPurpose::jitter) {
    return random_at(stage_.history.seed, purpose_of("retry_after"), kServiceActor,
                     memory_.jitter_counter++);
  }
  return random_at(stage_.history.seed, purpose_of("service"), kServiceActor,
                   memory_.random_counter++);
}

void ServiceHost::arm_crash(const Request& request, std::string_view device) {
  port_.fail_from_statement(0);
  const auto* push = std::get_if<PushRequest>(&request.body);
  if (push == nullptr) return;
  const FaultSpec* spec =
      stage_.faults.strike(FaultPoint::transaction, {device, route_name(Route::push), push});
  if (spec == nullptr) return;
  const std::int64_t drawn = stage_.faults.random_of(*spec).between(1, kDrawnStatementMax);
  port_.fail_from_statement(spec->statement > 0 ? spec->statement : drawn);
  restart_after_ms_ = with_defaults(*spec).delay_ms;
}

std::shared_ptr<const Response> ServiceHost::handle(const Request& request,
                                                    std::string_view device) {
  died_ = false;
  arm_crash(request, device);
  port_.refuse_commits(memory_.disk_full && !is_read_only(request));
  Result<Outcome> outcome = [&]() -> Result<Outcome> {
    Transaction transaction(port_);
    Result<Outcome> done = execute(transaction, context(device), request);
    if (!done.ok()) return done;
    if (Status committed = transaction.commit(); !committed.ok()) return committed.error();
    return done;
  }();
  if (port_.has_failed()) {
    crash();
    return nullptr;
  }
  if (!outcome.ok()) {
    if (memory_.disk_full) {
      stage_.journal.reached(Probe::write_refused_by_full_disk);
      stage_.journal.add(kServiceActor, EventKind::write_refused);
    }
    Response refused = problem_response(outcome.error());
    add_retry_after(refused, *this);
    return answered(std::move(refused));
  }
  // The service commits with synchronous writes: durable before anybody hears of it.
  database_->store().mark_durable(database_->store().last_batch());
  publish(*outcome, kServiceActor);
  note_ended_sessions(request, outcome->response);
  return answered(std::move(outcome->response));
}

std::shared_ptr<const Response> ServiceHost::answered(Response response) {
  memory_.metrics.add(Metric::http_responses, status_class(response.status));
  return std::make_shared<const Response>(std::move(response));
}

std::shared_ptr<const Response> ServiceHost::turn_away(ErrorCode code) {
  const bool over_the_rate = code == ErrorCode::too_many_requests;
  stage_.journal.reached(over_the_rate ? Probe::request_over_the_rate : Probe::request_shed);
  memory_.metrics.add(Metric::http_shed, over_the_rate ? "rate_limit" : "queue");
  stage_.journal.add(kServiceActor, EventKind::request_turned_away, kNoIntent, 0, 0,
                     over_the_rate ? "too many in this second" : "too many are waiting");
  Response refused = problem_response(make_error(
      code, over_the_rate ? "too many requests in this second" : "too many requests are waiting"));
  add_retry_after(refused, *this);
  return answered(std::move(refused));
}

Result<Outcome> ServiceHost::transact(TimeMs now_ms, RandomSource& random, const Work& work) {
  Outcome outcome;
  port_.fail_from_statement(0);
  port_.refuse_commits(memory_.disk_full);
  {
    Transaction transaction(port_);
    if (!transaction.status().ok()) return transaction.status().error();
    ServiceContext context{now_ms, stage_.policies, random, crypto_};
    context.tombstones_kept_ms = stage_.history.limits.tombstones_kept_ms;
    if (const Status done = work(port_, context, outcome); !done.ok()) return done.error();
    if (const Status committed = transaction.commit(); !committed.ok()) return committed.error();
  }
  database_->store().mark_durable(database_->store().last_batch());
  publish(outcome, kWorkerActor);
  publish_backlog();
  return outcome;
}

void ServiceHost::publish_backlog() {
  const Status counted = count_backlog(database_->database(), stage_.now_ms(), memory_.metrics);
  assert(counted.ok());
  (void)counted;
}

bool ServiceHost::has_unsettled_jobs() {
  const Result<TimeMs> oldest = oldest_due_job_ms(database_->database(), stage_.now_ms());
  return oldest.ok() && *oldest != 0;
}

void ServiceHost::set_process_timers(const Outcome& outcome) {
  if (stage_.policies.jobs->owner() != ReminderOwner::process) return;
  for (const JobId id : outcome.new_jobs) {
    const Result<std::optional<Job>> job = read_job(database_->database(), id);
    if (!job.ok() || !job->has_value()) continue;
    stage_.queue.push(std::max((*job)->due_at, stage_.now_ms() + 1),
                      ProcessTimerFires{memory_.run, id});
  }
}

Status ServiceHost::poison_next_job() {
  SRL_TRY(execute(database_->database(), kPoisonNextJob, kPoison));
  database_->store().mark_durable(database_->store().last_batch());
  return {};
}

void ServiceHost::publish(const Outcome& outcome, ActorId actor) {
  for (const Event& event : outcome.events) {
    stage_.journal.add(actor, event.kind, event.intent, event.a, event.b, event.text);
    note_reached(event);
  }
  outcome.add_to(memory_.metrics);
  set_process_timers(outcome);
  for (const CodeMail& mail : outcome.mails) {
    const DurationMs delay_ms = memory_.mail_delay.between(kMailDelayMinMs, kMailDelayMaxMs);
    stage_.queue.push(stage_.now_ms() + delay_ms, MailInFlight{mail.to, mail.code});
  }
  if (outcome.effects.empty() && outcome.conflicts.empty()) return;
  const Result<Account> account = read_account(database_->database(), outcome.account);
  if (!account.ok()) return;
  memory_.counters[outcome.account] = {account->seq, account->open_count};
  publish_oldest_conflict();
  tell_conflicts(outcome);
  std::vector<Effect> effects;
  for (const EffectRow& row : outcome.effects) append_effects_of(row, effects);
  stage_.oracle.on_effects(outcome.account, effects, account->open_count);
}

void ServiceHost::tell_conflicts(const Outcome& outcome) {
  stage_.oracle.on_conflicts(outcome.conflicts);
  for (const Event& event : outcome.events) {
    const auto other = static_cast<Intent>(event.b);
    if (event.kind == EventKind::conflict_closed) {
      stage_.oracle.on_conflict_decided(event.intent, other);
    } else if (event.kind == EventKind::conflict_recorded && other != kNoIntent) {
      stage_.oracle.on_conflict_decided(other, event.intent);
    }
  }
}

void ServiceHost::publish_oldest_conflict() {
  const bool any = memory_.metrics.value(Metric::conflicts_open) > 0;
  if (!any && memory_.metrics.value(Metric::conflict_oldest) == 0) return;
  const Result<TimeMs> oldest = oldest_open_conflict_ms(database_->database());
  if (oldest.ok()) memory_.metrics.set(Metric::conflict_oldest, *oldest);
}

void ServiceHost::note_reached(const Event& event) {
  Journal& journal = stage_.journal;
  if (event.kind == EventKind::operation_replayed) journal.reached(Probe::operation_replayed);
  if (event.kind == EventKind::conflict_recorded) {
    if (event.text == kChangeMetDeletion) {
      journal.reached(Probe::edit_of_deleted_task);
    } else if (event.text == kDeletionMetChange) {
      journal.reached(Probe::deletion_of_edited_task);
    } else {
      journal.reached(Probe::fields_in_conflict);
    }
  }
  if (event.kind == EventKind::conflict_closed) {
    journal.reached(event.text == conflict_state_name(ConflictState::superseded)
                        ? Probe::conflict_superseded
                        : Probe::conflict_resolved);
  }
}

ServiceHost::Counters ServiceHost::counters(AccountId account) const {
  const auto found = memory_.counters.find(account);
  return found == memory_.counters.end() ? Counters{} : found->second;
}

// ---------------------------------------------------------------------------------------- sessions

ServiceContext ServiceHost::context(std::string_view device) {
  ServiceContext context{stage_.now_ms(), stage_.policies, *this, crypto_};
  context.client = device;
  context.sign_in.refresh_is_idempotent = stage_.policies.auth->refresh_is_idempotent();
  for (const std::string_view of : {std::string_view(), device}) {
    const auto found = memory_.short_lifetimes.find(of);
    if (found != memory_.short_lifetimes.end()) context.sign_in.access_lifetime_ms = found->second;
  }
  return context;
}

Result<Session> ServiceHost::session_for(std::string_view device) {
  Transaction transaction(database_->database());
  SRL_TRY(transaction.status());
  Outcome outcome;
  Result<Session> session = start_session(database_->database(), context(device),
                                          kSimulatedAccount, device, outcome);
  if (!session.ok()) return session;
  SRL_TRY(transaction.commit());
  database_->store().mark_durable(database_->store().last_batch());
  outcome.add_to(memory_.metrics);
  return session;
}

// Only somebody's wish ends a session for good reasons: what else ends one is the service's doing.
void ServiceHost::note_ended_sessions(const Request& request, const Response& response) {
  const auto* ended = std::get_if<SessionDeleteRequest>(&request.body);
  if (ended != nullptr && std::holds_alternative<DoneResponse>(response.body)) {
    stage_.oracle.on_session_ended(ended->session);
  }
}

Status ServiceHost::expire_tokens(std::string_view device, DurationMs lifetime_ms) {
  memory_.short_lifetimes[std::string(device)] = lifetime_ms;
  SRL_TRY(expire_access_tokens(database_->database(), device));
  database_->store().mark_durable(database_->store().last_batch());
  return {};
}

void ServiceHost::restore_token_lifetime(std::string_view device) {
  memory_.short_lifetimes.erase(std::string(device));
}

Status ServiceHost::end_sessions(std::string_view device) {
  {
    Query sessions(database_->database(), kSessionsOfDevice, device);
    while (sessions.next()) stage_.oracle.on_session_ended(sessions.id(0));
    SRL_TRY(sessions.status());
  }
  const Result<int> ended = delete_sessions_of_device(database_->database(), device);
  if (!ended.ok()) return ended.error();
  memory_.metrics.add(Metric::auth_sessions, -*ended);
  database_->store().mark_durable(database_->store().last_batch());
  return {};
}

// ----------------------------------------------------------------------------------------- crashes

void ServiceHost::crash() {
  if (port_.statements_in_transaction() > 1) {
    stage_.journal.reached(port_.failed_in_commit() ? Probe::crash_at_commit
                                                    : Probe::crash_mid_transaction);
  }
  stage_.journal.add(kServiceActor, EventKind::service_crashed, kNoIntent,
                     port_.statements_in_transaction());
  port_.fail_from_statement(0);
  const Status killed = database_->kill();
  assert(killed.ok());
  (void)killed;
  died_ = true;
  memory_.is_up = false;
  ++memory_.run;
  stage_.queue.push(stage_.now_ms() + restart_after_ms_, ServiceStarts{memory_.run});
}

void ServiceHost::on_started(const ServiceStarts& entry) {
  if (entry.run == memory_.run) set_up(true);
}

void ServiceHost::set_up(bool up) {
  if (memory_.is_up == up) return;
  memory_.is_up = up;
  ++memory_.run;
  stage_.journal.add(kServiceActor, up ? EventKind::service_up : EventKind::service_down);
}

ServiceHost::Memory ServiceHost::save() const {
  Memory memory = memory_;
  memory.disk = database_->state();
  return memory;
}

Status ServiceHost::restore(const Memory& memory) {
  memory_ = memory;
  return database_->restore(memory.disk);
}

}  // namespace srl
