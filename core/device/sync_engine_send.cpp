// SPDX-License-Identifier: MIT
// What the sync engine sends, and when.
#include "device/sync_engine.h"

#include <algorithm>

namespace srl {

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

}  // namespace srl
