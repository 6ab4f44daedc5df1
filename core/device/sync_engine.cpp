// SPDX-License-Identifier: MIT
#include "device/sync_engine.h"

#include <algorithm>

namespace srl {
namespace {

std::string_view failure_reason(ErrorCode code) {
  switch (code) {
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::unreachable: return "unreachable";
    case ErrorCode::unavailable:
    case ErrorCode::storage_failed: return "unavailable";
    case ErrorCode::too_many_requests: return "rate_limited";
    case ErrorCode::unauthenticated:
    case ErrorCode::token_expired:
    case ErrorCode::session_ended: return "auth";
    default: return "rejected";
  }
}

std::string_view failure_of_repeat(ErrorCode code) {
  switch (code) {
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::unreachable:
    case ErrorCode::unavailable:
    case ErrorCode::storage_failed:
    case ErrorCode::too_many_requests: return "unavailable";
    case ErrorCode::unauthenticated:
    case ErrorCode::token_expired:
    case ErrorCode::session_ended: return "auth";
    case ErrorCode::forbidden: return "permission";
    default: return "validation";
  }
}

// The service has answered for good.
bool is_done(OpState state) {
  return state == OpState::acknowledged || state == OpState::conflict ||
         state == OpState::rejected;
}

bool is_repeated(const LocalStore& store, const std::vector<std::int64_t>& operations) {
  return std::any_of(operations.begin(), operations.end(), [&](std::int64_t client_seq) {
    const auto found = store.memory().outbox.find(client_seq);
    return found != store.memory().outbox.end() && found->second.attempts > 1;
  });
}

}  // namespace

// ----------------------------------------------------------------------------- what wakes it up

void SyncEngine::start(bool online, RequestId first_request) {
  memory_ = Memory{};
  memory_.online = online;
  memory_.next_request = first_request;
  memory_.draining = store_.queued_operations() > 0;
  trigger(RetryTrigger::start);
}

void SyncEngine::set_online(bool online) {
  if (memory_.online == online) return;
  memory_.online = online;
  if (online) {
    memory_.pull_wanted = true;
    trigger(RetryTrigger::reconnect);
    return;
  }
  ports_.timers.cancel(TimerKind::retry);
  if (memory_.draining) ports_.recorder.metrics().add(Metric::sync_queue_drains, "offline");
  if (memory_.current.id != 0) fail(memory_.current, {ErrorCode::unreachable});
}

void SyncEngine::trigger(RetryTrigger trigger) {
  if (store_.queued_operations() > 0) memory_.draining = true;
  const BreakerState before = memory_.retry.breaker;
  policies().retry->on_trigger(memory_.retry, trigger, now_ms(), ports_.random);
  watch_breaker(before);
  session_.trigger(trigger);
  wake(trigger == RetryTrigger::gesture || trigger == RetryTrigger::asked);
}

void SyncEngine::forget_requests() {
  ports_.timers.cancel(TimerKind::request_timeout);
  memory_.current = Outstanding{};
  memory_.given_up.clear();
  memory_.retry = RetryState{};
  memory_.pull_wanted = true;
  memory_.last_request_succeeded = false;
  memory_.pages_missing = false;
  memory_.draining = store_.queued_operations() > 0;
  memory_.refused_in_a_row = 0;
}

void SyncEngine::want_pull() {
  memory_.pull_wanted = true;
  trigger(RetryTrigger::asked);
}

void SyncEngine::on_timer(TimerKind kind) {
  switch (kind) {
    case TimerKind::request_timeout: {
      if (memory_.current.id == 0) return;
      ports_.recorder.event(EventKind::request_timed_out, kNoIntent, kRequestTimeoutMs, 0, "");
      ports_.recorder.metrics().add(Metric::sync_request_timeouts);
      const Outstanding given_up = memory_.current;
      memory_.given_up[given_up.id] = given_up;
      if (memory_.given_up.size() > kLateRepliesRemembered) {
        memory_.given_up.erase(memory_.given_up.begin());
      }
      fail(given_up, {ErrorCode::timeout});
      return;
    }
    case TimerKind::poll:
      memory_.pull_wanted = true;
      wake();
      return;
    case TimerKind::session_timeout:
    case TimerKind::session_retry:
    case TimerKind::retry:
    case TimerKind::disk_retry: wake(); return;
    case TimerKind::reminder: return;
  }
}

void SyncEngine::on_response(RequestId id, const Result<Response>& response) {
  if (id != memory_.current.id) {
    const auto late = memory_.given_up.find(id);
    if (late == memory_.given_up.end()) return;  // a second copy, or a run that was killed
    const Outstanding request = late->second;
    memory_.given_up.erase(late);
    take_late_reply(request, response);
    return;
  }
  const Outstanding request = memory_.current;
  if (!response.ok()) {
    note_refused(ports_.recorder, request.route);
    fail(request, {response.error().code});
    return;
  }
  const auto* problem = std::get_if<Problem>(&response->body);
  if (problem != nullptr && is_unauthorized(problem->code)) {
    take_unauthorized(request, problem->code);
    return;
  }
  if (problem != nullptr && problem->code == ErrorCode::forbidden && !request.operations.empty()) {
    reject_all(request, problem->code);
    return;
  }
  if (problem != nullptr && problem->code != ErrorCode::cursor_reset) {
    fail(request, {problem->code, problem->retry_after_ms});
    return;
  }
  memory_.refused_in_a_row = 0;
  ports_.timers.cancel(TimerKind::request_timeout);
  memory_.current = Outstanding{};
  if (const auto* push = std::get_if<PushResponse>(&response->body)) {
    take_push_reply(request, *push);
  } else {
    take_pull_reply(response.value());
  }
  wake();
}

// --------------------------------------------------------------------------------------- sending

void SyncEngine::wake(bool person_acts) {
  if (!memory_.online || memory_.current.id != 0) return;
  const DurationMs wait_ms = memory_.retry.not_before_ms - now_ms();
  if (wait_ms > 0) {
    ports_.timers.set(TimerKind::retry, wait_ms);
    return;
  }
  std::vector<std::int64_t> operations;
  if (!memory_.retry.queue_waits_for_trigger) operations = sendable();
  if (operations.empty() && !memory_.pull_wanted) return;
  if (!session_.is_ready(person_acts)) {
    if (session_.is_paused()) pause_queue();
    return;
  }
  unpause_queue();
  if (operations.empty()) {
    send_pull();
  } else {
    send_push(operations);
  }
}

void SyncEngine::send_push(const std::vector<std::int64_t>& operations) {
  PushRequest push;
  push.device_id = settings_.device_id;
  push.operations.reserve(operations.size());
  for (const std::int64_t client_seq : operations) {
    push.operations.push_back(to_wire(store_.memory().outbox.at(client_seq)));
    store_.set_state(client_seq, OpState::sending);
    store_.count_attempt(client_seq);
  }
  send(std::move(push), operations);
}

void SyncEngine::send_pull() {
  Request request = policies().pull->next_request(store_.pull_state(), settings_.limits);
  send(std::move(request.body), {});
}

void SyncEngine::send(RequestBody body, std::vector<std::int64_t> operations) {
  auto request =
      std::make_shared<const Request>(Request{std::move(body), session_.access_token()});
  const Route route = route_of(*request);
  memory_.current = Outstanding{memory_.next_request++, route, session_.access_token(),
                                std::move(operations)};
  const BreakerState before = memory_.retry.breaker;
  policies().retry->on_attempt(memory_.retry);
  watch_breaker(before);
  ports_.recorder.metrics().add(Metric::sync_requests, route_name(route));
  ports_.timers.set(TimerKind::request_timeout, kRequestTimeoutMs);
  ports_.transport.send(memory_.current.id, std::move(request));
}

// Every operation has got what it wanted, so nothing in the answer changes what goes out next. Where the
// answer names rows that later operations need, they wait for it.
bool SyncEngine::may_send_ahead(const Outstanding& request, const PushResponse& reply) const {
  return !policies().idempotency->dependents_wait_for_reply() && session_.is_signed_in() &&
         reply.results.size() == request.operations.size() &&
         std::all_of(reply.results.begin(), reply.results.end(), [](const OpResult& result) {
           return result.status == OpStatus::applied || result.status == OpStatus::merged;
         });
}

void SyncEngine::send_ahead() {
  const std::vector<std::int64_t> operations = sendable(true);
  if (!operations.empty() && session_.is_ready(false)) send_push(operations);
}

// The next operations in order. One that may not go yet holds back the later ones on its task.
std::vector<std::int64_t> SyncEngine::sendable(bool ahead) const {
  std::vector<std::int64_t> operations;
  if (store_.queued_operations() == store_.count(OpState::parked)) return operations;
  std::set<TaskId> held_back;
  const auto limit = static_cast<std::size_t>(settings_.limits.push_operations_max);
  for (const auto& [client_seq, pending] : store_.memory().outbox) {
    if (operations.size() >= limit) break;
    if (is_done(pending.state) || (ahead && pending.state == OpState::sending)) continue;
    const TaskId& task = pending.operation.task;
    if (held_back.count(task) == 0 && is_sendable(pending)) {
      operations.push_back(client_seq);
    } else {
      held_back.insert(task);
    }
  }
  return operations;
}

bool SyncEngine::is_sendable(const PendingOperation& pending) const {
  if (pending.state == OpState::parked) return false;
  if (!pending.durable && !policies().storage->trusts_the_commit()) return false;
  return !waits_for_row_name(pending);
}

bool SyncEngine::waits_for_row_name(const PendingOperation& pending) const {
  if (!policies().idempotency->dependents_wait_for_reply()) return false;
  if (pending.operation.kind == OpKind::create_task) return false;
  return !store_.memory().rows.at(pending.operation.task).server_id.has_value();
}

WireOperation SyncEngine::to_wire(const PendingOperation& pending) const {
  const Operation& operation = pending.operation;
  WireOperation wire;
  wire.client_seq = operation.client_seq;
  wire.kind = operation.kind;
  wire.base_version = operation.base_version;
  wire.patch = operation.patch;
  wire.base = operation.base;
  wire.conflict = operation.conflict;
  wire.resolution = operation.resolution;
  wire.hlc = operation.hlc;
  wire.wall_ms = operation.wall_ms;
  wire.intent = operation.intent;
  const LocalRow& row = store_.memory().rows.at(operation.task);
  policies().idempotency->address(wire, operation, row.server_id);
  return wire;
}

// --------------------------------------------------------------------------------------- replies

void SyncEngine::take_push_reply(const Outstanding& request, const PushResponse& reply) {
  const bool ahead = may_send_ahead(request, reply);
  if (ahead) {
    policies().retry->on_success(memory_.retry, now_ms());
    send_ahead();
  }
  const ErrorCode refused = take_results(request, reply);
  memory_.pull_wanted = true;
  if (refused != ErrorCode::none) {
    after_failure({refused}, request.operations);
    return;
  }
  memory_.last_request_succeeded = true;
  if (!ahead) policies().retry->on_success(memory_.retry, now_ms());
  note_drained();
}

// Returns why an operation has to go out again, `none` when all have their answers. A database that
// fails now leaves them queued: the next push is answered as a repeat.
ErrorCode SyncEngine::take_results(const Outstanding& request, const PushResponse& reply) {
  ErrorCode refused = ErrorCode::none;
  const Status stored = store_.transact([&]() -> Status {
    const std::size_t count = std::min(request.operations.size(), reply.results.size());
    for (std::size_t i = 0; i < count; ++i) {
      const ErrorCode code = take_result(request.operations[i], reply.results[i]);
      if (code != ErrorCode::none) refused = code;
    }
    return {};
  });
  return stored.ok() ? refused : stored.error().code;
}

// Returns why the operation has to go out again, `none` when it has its answer.
ErrorCode SyncEngine::take_result(std::int64_t client_seq, const OpResult& result) {
  const auto found = store_.memory().outbox.find(client_seq);
  if (found == store_.memory().outbox.end()) return ErrorCode::none;
  const PendingOperation& pending = found->second;
  if (is_done(pending.state)) {
    return ErrorCode::none;  // an earlier attempt was answered meanwhile
  }
  const Intent intent = pending.operation.intent;
  Metrics& metrics = ports_.recorder.metrics();
  switch (result.status) {
    case OpStatus::applied:
    case OpStatus::merged: {
      metrics.observe(Metric::sync_op_attempts, "acknowledged", pending.attempts);
      metrics.observe(Metric::sync_op_age, age_ms(pending.operation));
      ports_.recorder.event(EventKind::operation_acknowledged, intent, result.version, 0,
                            op_kind_name(pending.operation.kind));
      const bool forget = policies().pull->forgets_at_acknowledgement();
      const Status done = store_.acknowledge(client_seq, result.task, result.version,
                                             result.conflict_version, forget);
      return done.ok() ? ErrorCode::none : done.error().code;
    }
    case OpStatus::blocked:
      store_.set_state(client_seq, OpState::queued);
      return ErrorCode::none;
    case OpStatus::conflict: {
      metrics.observe(Metric::sync_op_attempts, "conflict", pending.attempts);
      ports_.recorder.event(EventKind::operation_in_conflict, intent, result.conflict_version, 0,
                            op_kind_name(pending.operation.kind));
      const Status kept = store_.keep_in_conflict(client_seq, result.task, result.version,
                                                  result.conflict_version);
      return kept.ok() ? ErrorCode::none : kept.error().code;
    }
    case OpStatus::rejected: break;
  }
  if (policies().retry->retries_rejected()) {
    store_.set_state(client_seq, OpState::waiting_retry);
    return result.code;
  }
  metrics.observe(Metric::sync_op_attempts, "rejected", pending.attempts);
  ports_.recorder.event(EventKind::operation_rejected, intent, 0, 0, error_name(result.code));
  const Status done = store_.reject(client_seq, result.code);
  return done.ok() ? ErrorCode::none : done.error().code;
}

void SyncEngine::take_pull_reply(const Response& response) {
  const std::int64_t seq_before = store_.pull_state().server_seq;
  std::int64_t rows = 0;
  std::int64_t conflicts = 0;
  std::int64_t open_count = store_.memory().open_count;
  std::int64_t server_seq = store_.pull_state().server_seq;
  Hlc hlc = 0;
  if (const auto* changes = std::get_if<ChangesResponse>(&response.body)) {
    rows = static_cast<std::int64_t>(changes->changes.size());
    conflicts = static_cast<std::int64_t>(changes->conflicts.size());
    open_count = changes->open_count;
    server_seq = changes->server_seq;
    hlc = changes->hlc;
  } else if (const auto* snapshot = std::get_if<SnapshotResponse>(&response.body)) {
    rows = static_cast<std::int64_t>(snapshot->rows.size());
    open_count = snapshot->open_count;
    hlc = snapshot->hlc;
  } else if (const auto* list = std::get_if<ListResponse>(&response.body)) {
    rows = static_cast<std::int64_t>(list->rows.size());
    open_count = list->open_count;
    hlc = list->hlc;
  } else if (std::holds_alternative<Problem>(response.body)) {
    ports_.recorder.metrics().add(Metric::cursor_resets);
    ports_.recorder.metrics().add(Metric::sync_replay_failures, "stale_cursor");
  }
  bool more = false;
  const auto reconcile = [&]() -> Status {
    more = policies().pull->reconcile(response, store_.pull_state(), store_);
    return store_.save_pull_state(open_count, hlc);
  };
  // The common answer is "nothing new": it costs no transaction and no write to the disk.
  const bool is_news = rows > 0 || conflicts > 0 || store_.count(OpState::acknowledged) > 0 ||
                       store_.count(OpState::conflict) > 0 ||
                       open_count != store_.memory().open_count || server_seq != seq_before ||
                       !std::holds_alternative<ChangesResponse>(response.body);
  memory_.last_request_succeeded = !is_news || store_.transact(reconcile).ok();
  memory_.pull_wanted = more;
  memory_.pages_missing = more;
  // Who sends again only when something happens is not woken by an answer to another question.
  const bool queue_waits = memory_.retry.queue_waits_for_trigger;
  policies().retry->on_success(memory_.retry, now_ms());
  memory_.retry.queue_waits_for_trigger = queue_waits;
  ports_.recorder.metrics().add(Metric::sync_rows_pulled, rows);
  if (rows > 0 && store_.pull_state().server_seq != seq_before) {
    ports_.recorder.event(EventKind::rows_pulled, kNoIntent, rows, store_.pull_state().server_seq,
                          "");
  }
  if (!more) ports_.timers.set(TimerKind::poll, kPollIntervalMs);
}

void SyncEngine::take_late_reply(const Outstanding& request, const Result<Response>& response) {
  if (!response.ok()) return;
  ports_.recorder.event(EventKind::reply_late, kNoIntent, 0, 0, route_name(request.route));
  ports_.recorder.metrics().add(Metric::sync_late_replies);
  if (const auto* push = std::get_if<PushResponse>(&response->body)) {
    (void)take_results(request, *push);  // what is refused goes out again, as it would without it
    return;
  }
  if (policies().pull->accepts_late_answers() &&
      !std::holds_alternative<Problem>(response->body)) {
    const bool wanted = memory_.pull_wanted;
    take_pull_reply(response.value());
    memory_.pull_wanted = memory_.pull_wanted || wanted;
  }
}

// --------------------------------------------------------------------------------------- failure

void SyncEngine::fail(const Outstanding& request, const FailedAttempt& failed) {
  ports_.timers.cancel(TimerKind::request_timeout);
  const std::vector<std::int64_t> operations = request.operations;
  memory_.current = Outstanding{};
  for (const std::int64_t client_seq : operations) {
    const auto found = store_.memory().outbox.find(client_seq);
    if (found != store_.memory().outbox.end() && found->second.state == OpState::sending) {
      store_.set_state(client_seq, OpState::waiting_retry);
    }
  }
  if (operations.empty()) memory_.pull_wanted = true;
  after_failure(failed, operations);
  wake();
}

void SyncEngine::after_failure(const FailedAttempt& failed,
                               const std::vector<std::int64_t>& operations) {
  memory_.last_request_succeeded = false;
  Metrics& metrics = ports_.recorder.metrics();
  if (!operations.empty()) {
    metrics.add(Metric::sync_retries, failure_reason(failed.code));
    if (is_repeated(store_, operations)) {
      metrics.add(Metric::sync_replay_failures, failure_of_repeat(failed.code));
    }
    if (memory_.draining) metrics.add(Metric::sync_queue_drains, "partial");
  }
  park_spent(operations);
  const BreakerState before = memory_.retry.breaker;
  policies().retry->on_failure(memory_.retry, failed, now_ms(), ports_.random);
  watch_breaker(before);
  if (memory_.retry.budget_exhausted) metrics.add(Metric::retry_budget_exhausted);
  note_wait(failed);
  if (operations.empty()) ports_.timers.set(TimerKind::poll, kPollIntervalMs);
}

void SyncEngine::note_wait(const FailedAttempt& failed) {
  const DurationMs wait_ms = memory_.retry.not_before_ms - now_ms();
  if (wait_ms > 0) {
    ports_.recorder.event(EventKind::retry_scheduled, kNoIntent, wait_ms, 0, "");
  }
  if (failed.retry_after_ms <= 0) return;
  const bool obeyed = wait_ms >= std::min(failed.retry_after_ms, kRetryAfterMax);
  ports_.recorder.metrics().add(Metric::retry_after, obeyed ? "obeyed" : "ignored");
}

void SyncEngine::park_spent(const std::vector<std::int64_t>& operations) {
  std::vector<std::int64_t> spent;
  for (const std::int64_t client_seq : operations) {
    const auto found = store_.memory().outbox.find(client_seq);
    if (found == store_.memory().outbox.end()) continue;
    const PendingOperation& pending = found->second;
    if (pending.state != OpState::waiting_retry) continue;
    const DurationMs age = age_ms(pending.operation);
    if (policies().retry->parks(pending.attempts, age)) spent.push_back(client_seq);
  }
  if (spent.empty()) return;
  const Status parked = store_.transact([&]() -> Status {
    for (const std::int64_t client_seq : spent) SRL_TRY(store_.park(client_seq));
    return {};
  });
  if (!parked.ok()) return;  // they stay waiting and are looked at again after the next attempt
  for (const std::int64_t client_seq : spent) {
    const PendingOperation& pending = store_.memory().outbox.at(client_seq);
    ports_.recorder.metrics().observe(Metric::sync_op_attempts, "parked", pending.attempts);
    ports_.recorder.event(EventKind::operation_parked, pending.operation.intent, pending.attempts,
                          0, op_kind_name(pending.operation.kind));
  }
  ports_.recorder.metrics().add(Metric::sync_queue_drains, "parked");
}

DurationMs SyncEngine::age_ms(const Operation& operation) const {
  return std::max<DurationMs>(0, ports_.clock.now_ms() - operation.wall_ms);
}

// ---------------------------------------------------------------------------------------- claims

void SyncEngine::note_drained() {
  if (!memory_.draining || store_.queued_operations() > 0) return;
  memory_.draining = false;
  ports_.recorder.metrics().add(Metric::sync_queue_drains, "drained");
  ports_.recorder.event(EventKind::queue_drained, kNoIntent, 0, 0, "");
}

bool SyncEngine::is_synced() const {
  SyncFacts facts;
  facts.queued_operations = store_.queued_operations();
  facts.acknowledged_operations =
      store_.count(OpState::acknowledged) + store_.count(OpState::conflict);
  facts.operations_not_durable = static_cast<std::int64_t>(store_.memory().not_durable.size());
  facts.push_outstanding = memory_.current.id != 0 && memory_.current.route == Route::push;
  facts.pages_missing = memory_.pages_missing;
  facts.last_request_succeeded = memory_.last_request_succeeded;
  return policies().pull->claims_synced(facts);
}

void SyncEngine::watch_breaker(BreakerState before) {
  const BreakerState now = memory_.retry.breaker;
  if (now == before) return;
  ports_.recorder.event(EventKind::breaker_changed, kNoIntent, static_cast<std::int64_t>(now), 0,
                        breaker_state_name(now));
  Metrics& metrics = ports_.recorder.metrics();
  metrics.add(Metric::breaker_transitions, breaker_state_name(now));
  metrics.set(Metric::breaker_state, breaker_state_name(before), 0);
  metrics.set(Metric::breaker_state, breaker_state_name(now), 1);
}

}  // namespace srl
