// SPDX-License-Identifier: MIT
// What the sync engine sends, and when.
#include "device/sync_engine.h"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/json_codec.h"

namespace srl {
namespace {

// Two would be committed as one group and answered together, and the service would wait for the
// device.
constexpr std::size_t kPushesAtOnce = 3;

}  // namespace

void SyncEngine::wake(bool person_acts) {
  while (may_send_more() && send_next(person_acts)) {
  }
}

// Trouble is met by one request at a time, and where a repeat is not recognised every push is
// alone.
bool SyncEngine::may_send_more() const {
  if (!memory_.online) return false;
  if (!is_busy()) return true;
  return memory_.outstanding.size() < kPushesAtOnce && memory_.outstanding.front().is_full &&
         memory_.last_request_succeeded && policies().idempotency->repeats_get_first_answer();
}

bool SyncEngine::send_next(bool person_acts) {
  const DurationMs wait_ms = memory_.retry.not_before_ms - now_ms();
  if (wait_ms > 0) {
    ports_.timers.set(TimerKind::retry, wait_ms);
    return false;
  }
  std::vector<std::int64_t> operations;
  if (!memory_.retry.queue_waits_for_trigger) operations = sendable();
  const bool pulls = memory_.pull_wanted && !is_busy();
  if (operations.empty() && !pulls) return false;
  if (!session_.is_ready(person_acts)) {
    if (session_.is_paused()) pause_queue();
    return false;
  }
  unpause_queue();
  if (operations.empty()) {
    send_pull();
  } else {
    send_push(operations);
  }
  return true;
}

// As many of the candidates as the way takes in one push; a single one goes whatever its size.
void SyncEngine::send_push(const std::vector<std::int64_t>& candidates) {
  PushRequest push;
  push.device_id = settings_.device_id;
  if (policies().pull->follows_history()) push.seen = store_.pull_state().seen;
  push.operations.reserve(candidates.size());
  Outstanding request;
  request.bytes = static_cast<std::int64_t>(kPushFrameBytesMax);
  for (const std::int64_t client_seq : candidates) {
    WireOperation operation = to_wire(store_.memory().outbox.at(client_seq));
    const auto bytes = static_cast<std::int64_t>(bytes_at_most(operation));
    request.is_full = !push.operations.empty() && request.bytes + bytes > push_bytes_max();
    if (request.is_full) break;
    request.bytes += bytes;
    store_.begin_attempt(client_seq);
    push.operations.push_back(std::move(operation));
    request.operations.push_back(client_seq);
  }
  const auto full = static_cast<std::size_t>(settings_.limits.push_operations_max);
  request.is_full = request.is_full || request.operations.size() >= full;
  send(std::move(push), std::move(request));
}

std::int64_t SyncEngine::push_bytes_max() const {
  if (!policies().retry->fits_pushes_to_the_way()) return INT64_MAX;
  const std::int64_t most = settings_.limits.push_bytes_max;
  return memory_.push_bytes_max == 0 ? most : std::min(most, memory_.push_bytes_max);
}

void SyncEngine::send_pull() {
  Request request = policies().pull->next_request(store_.pull_state(), settings_.limits);
  send(std::move(request.body), {});
}

// The next page of a pull, before this one is taken in. What waits in the queue goes first: a page
// after it brings what came of it.
bool SyncEngine::ask_ahead(const Response& response) {
  if (store_.queued_operations() > 0 || !session_.is_ready(false)) return false;
  std::optional<Request> next =
      policies().pull->page_after(response, store_.pull_state(), settings_.limits);
  if (!next) return false;
  note_pull_answered();
  send(std::move(next->body), {});
  return true;
}

void SyncEngine::send(RequestBody body, Outstanding outstanding) {
  auto request = std::make_shared<const Request>(Request{std::move(body), session_.access_token()});
  const Route route = route_of(*request);
  const RequestId id = memory_.next_request++;
  outstanding.id = id;
  outstanding.route = route;
  outstanding.access_token = request->access_token;
  outstanding.seen = store_.pull_state().seen;
  outstanding.page = store_.pull_state().snapshot_page;
  outstanding.deadline_ms = now_ms() + kRequestTimeoutMs;
  memory_.outstanding.push_back(std::move(outstanding));
  const BreakerState before = memory_.retry.breaker;
  policies().retry->on_attempt(memory_.retry);
  watch_breaker(before);
  ports_.recorder.metrics().add(Metric::sync_requests, name_of(route));
  arm_timeout();
  ports_.transport.send(id, std::move(request));
}

// The next operations in order. One that may not go yet, or is on its way, holds back the later
// ones on its task.
std::vector<std::int64_t> SyncEngine::sendable() const {
  std::vector<std::int64_t> operations;
  const LocalStore::Memory& memory = store_.memory();
  if (store_.queued_operations() == store_.count(OpState::parked) + store_.count(OpState::lost) +
                                        store_.count(OpState::sending)) {
    return operations;
  }
  std::set<TaskId> held_back;
  const auto limit = static_cast<std::size_t>(settings_.limits.push_operations_max);
  for (auto at = memory.outbox.lower_bound(memory.done_below);
       at != memory.outbox.end() && operations.size() < limit; ++at) {
    const auto& [client_seq, pending] = *at;
    if (is_done(pending.state)) continue;
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
  if (pending.state == OpState::parked || pending.state == OpState::lost ||
      pending.state == OpState::sending) {
    return false;
  }
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
