// SPDX-License-Identifier: MIT
#include "sim/service_host.h"

#include "service/task_store.h"

namespace srl {
namespace {

// A push of five operations runs about 45 statements: the drawn ones hit every part of it.
constexpr std::int64_t kDrawnStatementMax = 45;

}  // namespace

ServiceHost::ServiceHost(Stage& stage, std::unique_ptr<PageDatabase> database)
    : stage_(stage), database_(std::move(database)), port_(database_->database()) {
  memory_.mail_delay = {stage.history.seed, purpose_of("mail"), kServiceActor, 0};
}

Status ServiceHost::start() {
  const std::uint64_t word = next(RandomPurpose::identifier);
  Transaction transaction(database_->database());
  SRL_TRY(transaction.status());
  SRL_TRY(create_account(database_->database(), kSimulatedAccount, format_digest(word)));
  SRL_TRY(transaction.commit());
  database_->store().mark_durable(database_->store().last_batch());
  return {};
}

std::uint64_t ServiceHost::next(RandomPurpose) {
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
  const ServiceContext context{kSimulatedAccount, stage_.now_ms(), stage_.policies, *this};
  Result<Outcome> outcome = [&]() -> Result<Outcome> {
    Transaction transaction(port_);
    Result<Outcome> done = execute(transaction, context, request);
    if (!done.ok()) return done;
    if (Status committed = transaction.commit(); !committed.ok()) return committed.error();
    return done;
  }();
  if (port_.has_failed()) {
    crash();
    return nullptr;
  }
  if (!outcome.ok()) return std::make_shared<const Response>(problem_response(outcome.error()));
  // The service commits with synchronous writes: durable before anybody hears of it.
  database_->store().mark_durable(database_->store().last_batch());
  publish(*outcome);
  return std::make_shared<const Response>(std::move(outcome->response));
}

void ServiceHost::publish(const Outcome& outcome) {
  for (const Event& event : outcome.events) {
    stage_.journal.add(kServiceActor, event.kind, event.intent, event.a, event.b, event.text);
    if (event.kind == EventKind::operation_replayed) {
      stage_.journal.reached(Probe::operation_replayed);
    }
    if (event.text == error_name(ErrorCode::task_deleted)) {
      stage_.journal.reached(Probe::edit_of_deleted_task);
    }
  }
  for (const Outcome::Count& count : outcome.counts) {
    memory_.metrics.add(count.metric, count.first, count.second);
  }
  if (outcome.effects.empty()) return;
  const Result<Account> account = read_account(database_->database(), kSimulatedAccount);
  if (!account.ok()) return;
  memory_.counters[kSimulatedAccount] = {account->seq, account->open_count};
  std::int64_t open = 0;
  for (const auto& [of, counters] : memory_.counters) open += counters.open_count;
  memory_.metrics.set(Metric::open_tasks, open);
  stage_.oracle.on_effects(kSimulatedAccount, outcome.effects, account->open_count);
}

ServiceHost::Counters ServiceHost::counters(AccountId account) const {
  const auto found = memory_.counters.find(account);
  return found == memory_.counters.end() ? Counters{} : found->second;
}

// TODO until the service has sessions
Session ServiceHost::session_for(std::string_view) {
  Session session;
  session.account = kSimulatedAccount;
  session.email = "ada@example.test";
  session.tokens = {"access", 15 * kMinuteMs, "refresh"};
  return session;
}

void ServiceHost::expire_tokens(std::string_view device, DurationMs lifetime_ms) {
  memory_.short_lifetimes[std::string(device)] = lifetime_ms;
}

void ServiceHost::restore_token_lifetime(std::string_view device) {
  memory_.short_lifetimes.erase(std::string(device));
}

void ServiceHost::end_sessions(std::string_view) {}

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
