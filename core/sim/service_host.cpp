// SPDX-License-Identifier: MIT
#include "sim/service_host.h"

#include <algorithm>

#include "base/assertion.h"
#include "base/digest.h"
#include "service/account_store.h"
#include "service/auth.h"
#include "service/conflict_handler.h"
#include "service/conflict_store.h"
#include "service/effect_store.h"
#include "service/job_store.h"
#include "service/retry_after.h"
#include "service/task_store.h"
#include "storage/migrations/service_migrations.h"
#include "storage/template_image.h"

namespace srl {
namespace {

constexpr int kPoison = 100;  // no kind of job has a number as high
// A poisoned job may hold the same place already: then nothing happens.
constexpr Sql kPoisonNextJob{
    "UPDATE OR IGNORE jobs SET kind = kind + $1 WHERE job_id = "
    "(SELECT job_id FROM jobs WHERE state = 0 AND kind < $1 ORDER BY run_at, job_id LIMIT 1)"};

constexpr Sql kSessionsOfDevice{
    "SELECT session_id FROM sessions WHERE $1 = '' OR device_id = $1 ORDER BY session_id"};

bool is_sign_in(std::string_view route) {
  return route == name_of(Route::code) || route == name_of(Route::verify);
}

std::optional<Probe> crash_probe(std::string_view route) {
  if (is_sign_in(route)) return Probe::crash_in_sign_in;
  if (route == name_of(Route::refresh)) return Probe::crash_in_refresh;
  if (route == name_of(Route::logout)) return Probe::crash_in_log_out;
  if (route == kWorkerTransaction) return Probe::crash_in_worker;
  return std::nullopt;
}

std::optional<Probe> doubt_probe(std::string_view route) {
  if (route == name_of(Route::push)) return Probe::commit_in_doubt;
  if (route == name_of(Route::verify)) return Probe::sign_in_in_doubt;
  if (route == name_of(Route::refresh)) return Probe::refresh_in_doubt;
  if (route == kWorkerTransaction) return Probe::worker_in_doubt;
  return std::nullopt;
}

}  // namespace

const Result<PageImage>& service_template() {
  static const Result<PageImage> kImage = build_template_image(service_migrations());
  return kImage;
}

ServiceHost::ServiceHost(Stage& stage, std::unique_ptr<PageDatabase> database)
    : stage_(stage),
      database_(std::move(database)),
      port_(database_->database(), &database_->store()),
      crypto_(stage.history.seed, memory_.crypto_counter) {
  memory_.mail_delay = {stage.history.seed, purpose_of("mail"), kServiceActor, 0};
}

Status ServiceHost::start() {
  begin_epoch();
  Transaction transaction(database_->database());
  SRL_TRY(transaction.status());
  SRL_TRY(create_account(database_->database(), kSimulatedAccount));
  SRL_TRY(insert_user(database_->database(), kSimulatedAccount, kSimulatedEmail));
  SRL_TRY(transaction.commit());
  database_->store().mark_durable(database_->store().last_batch());
  return {};
}

void ServiceHost::begin_epoch() {
  const std::uint64_t word =
      random_at(stage_.history.seed, purpose_of("epoch"), kServiceActor, memory_.epochs++);
  memory_.epoch = format_digest(word);
}

std::uint64_t ServiceHost::next(RandomPurpose purpose) {
  if (purpose == RandomPurpose::jitter) {
    return random_at(stage_.history.seed, purpose_of("retry_after"), kServiceActor,
                     memory_.jitter_counter++);
  }
  return random_at(stage_.history.seed, purpose_of("service"), kServiceActor,
                   memory_.random_counter++);
}

// ----------------------------------------------------------------------------------- transactions

// The status is what the service is told. What has been committed is published even if that is an
// error.
Status ServiceHost::run(const Call& call, Outcome& outcome) {
  died_ = false;
  keep_backup();
  port_.refuse_commits(memory_.disk_full && call.writes);
  const TransactionFate fate = call.writes ? fate_of(call) : TransactionFate();
  port_.begin_attempt();
  port_.fail_from_statement(fate.at_statement);
  if (fate.loses_commit_answer) port_.lose_commit_answer();
  const Status told = attempt(call, outcome);
  if (port_.has_committed()) publish(outcome, call.actor);
  if (fate.dies) {
    crash(fate, call.target.route);
    return make_error(ErrorCode::unreachable, "the service has died");
  }
  if (told.ok()) {
    hand_on(outcome);
  } else if (port_.has_committed()) {
    note_doubt(call.target.route);
  }
  return told;
}

Status ServiceHost::attempt(const Call& call, Outcome& outcome) {
  Transaction transaction(port_);
  SRL_TRY(transaction.status());
  SRL_TRY(call.work(transaction, outcome));
  return transaction.commit();
}

TransactionFate ServiceHost::fate_of(const Call& call) {
  const FaultEngine::TransactionStrike struck = stage_.faults.strike_transaction(call.target);
  TransactionFate fate = struck.fate;
  if (fate.dies && fate.at_statement == 0) {
    fate.at_statement = struck.random->between(1, statements_of(call) + 1);
  }
  return fate;
}

// A rehearsal: all of it is taken back.
std::int64_t ServiceHost::statements_of(const Call& call) {
  const Memory before = save();
  Outcome rehearsed;
  port_.begin_attempt();
  const Status played = attempt(call, rehearsed);
  (void)played;  // it has as many statements as it has, whatever comes of them
  const Status taken_back = restore(before);
  SRL_ASSERT(taken_back.ok(), "what was rehearsed is taken back");
  return port_.statements();
}

std::shared_ptr<const Response> ServiceHost::handle(const Request& request,
                                                    std::string_view device) {
  Call call;
  call.target = {device, name_of(route_of(request)), std::get_if<PushRequest>(&request.body)};
  call.writes = !is_read_only(request);
  call.work = [&](Transaction& transaction, Outcome& outcome) -> Status {
    Result<Outcome> done = execute(transaction, context(device), request);
    if (!done.ok()) return done.error();
    outcome = std::move(*done);
    return {};
  };
  Outcome outcome;
  const Status told = run(call, outcome);
  committed_.reset();
  if (port_.has_committed()) {
    note_ended_sessions(request, outcome.response);
    committed_ = std::move(outcome.response);
  }
  if (died_) return nullptr;
  return told.ok() ? answered(*committed_) : answered(told.error());
}

Result<Outcome> ServiceHost::transact(TimeMs now_ms, RandomSource& random, const Work& work) {
  Call call;
  call.target.route = kWorkerTransaction;
  call.actor = kWorkerActor;
  call.work = [&](Transaction&, Outcome& outcome) {
    outcome = Outcome();
    ServiceContext context{now_ms, stage_.policies, random, crypto_};
    context.tombstones_kept_ms = stage_.history.limits.tombstones_kept_ms;
    context.epoch = memory_.epoch;
    return work(port_, context, outcome);
  };
  Outcome outcome;
  const Status told = run(call, outcome);
  if (!told.ok()) return told.error();
  publish_backlog();
  return outcome;
}

std::shared_ptr<const Response> ServiceHost::answered(const Error& error) {
  if (memory_.disk_full) {
    stage_.journal.reached(Probe::write_refused_by_full_disk);
    stage_.journal.add(kServiceActor, EventKind::write_refused);
  }
  Response refused = problem_response(error);
  add_retry_after(refused, *this);
  return answered(std::move(refused));
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

void ServiceHost::publish_backlog() {
  const Status counted = count_backlog(database_->database(), stage_.now_ms(), memory_.metrics);
  SRL_ASSERT(counted.ok(), "a database in memory counts its jobs");
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

// What the process does after its commit, if it is still there and knows of it.
void ServiceHost::hand_on(const Outcome& outcome) {
  set_process_timers(outcome);
  for (const CodeMail& mail : outcome.mails) {
    const DurationMs delay_ms = memory_.mail_delay.between(kMailDelayMinMs, kMailDelayMaxMs);
    stage_.queue.push(stage_.now_ms() + delay_ms, MailInFlight{mail.to, mail.code});
  }
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
  if (event.kind == EventKind::session_started && memory_.was_made_anew) {
    journal.reached(Probe::signed_in_to_a_new_database);
  }
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
    journal.reached(event.text == name_of(ConflictState::superseded) ? Probe::conflict_superseded
                                                                     : Probe::conflict_resolved);
  }
  if (event.kind == EventKind::job_fenced) journal.reached(Probe::fence_hit);
  if (event.kind == EventKind::job_discarded) journal.reached(Probe::job_discarded);
  if (event.kind == EventKind::slot_decided) journal.reached(Probe::slot_missed);
  if (event.kind == EventKind::subscription_gone) journal.reached(Probe::subscription_removed);
  if (event.kind == EventKind::job_finished) note_settled(event);
}

void ServiceHost::note_settled(const Event& event) {
  if (event.text != name_of(JobState::succeeded)) return;
  const Result<std::optional<Job>> job = read_job(database_->database(), event.a);
  if (job.ok() && job->has_value()) stage_.oracle.on_reminder_settled(**job, stage_.now_ms());
}

ServiceHost::Counters ServiceHost::counters(AccountId account) const {
  const auto found = memory_.counters.find(account);
  return found == memory_.counters.end() ? Counters{} : found->second;
}

// --------------------------------------------------------------------------------------- sessions

ServiceContext ServiceHost::context(std::string_view device) {
  ServiceContext context{stage_.now_ms(), stage_.policies, *this, crypto_};
  context.client = device;
  context.epoch = memory_.epoch;
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
  Result<Session> session =
      start_session(database_->database(), context(device), kSimulatedAccount, device, outcome);
  if (!session.ok()) return session;
  SRL_TRY(transaction.commit());
  database_->store().mark_durable(database_->store().last_batch());
  outcome.add_to(memory_.metrics);
  return session;
}

// Only a person's wish ends a session for good reasons: what else ends one is the service's doing.
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

// ----------------------------------------------------------------------------- crashes and doubts

void ServiceHost::crash(const TransactionFate& fate, std::string_view route) {
  const bool holds = port_.has_committed();
  stage_.journal.reached(holds                          ? Probe::crash_after_commit
                         : port_.has_failed_in_commit() ? Probe::crash_at_commit
                                                        : Probe::crash_mid_transaction);
  if (const std::optional<Probe> probe = crash_probe(route)) stage_.journal.reached(*probe);
  stage_.journal.add(kServiceActor, EventKind::service_crashed, kNoIntent, port_.statements(), 0,
                     holds ? "what it committed holds" : "the transaction is gone");
  const Status killed = database_->kill();
  SRL_ASSERT(killed.ok(), "a service in memory can be killed");
  died_ = true;
  memory_.is_up = false;
  ++memory_.run;
  stage_.queue.push(stage_.now_ms() + fate.restart_after_ms, ServiceStarts{memory_.run});
}

void ServiceHost::note_doubt(std::string_view route) {
  stage_.journal.add(kServiceActor, EventKind::commit_in_doubt, kNoIntent, 0, 0, route);
  if (const std::optional<Probe> probe = doubt_probe(route)) stage_.journal.reached(*probe);
}

void ServiceHost::on_started(const ServiceStarts& entry) {
  if (entry.run == memory_.run) set_up(true);
}

void ServiceHost::set_up(bool up) {
  if (memory_.is_up == up) return;
  memory_.is_up = up;
  ++memory_.run;
  if (up) begin_epoch();
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
