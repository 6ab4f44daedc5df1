// SPDX-License-Identifier: MIT
// What the sync engine does about a request that failed.
#include "device/sync_engine.h"

#include <algorithm>
#include <iterator>

namespace srl {
namespace {

std::string_view failure_reason(ErrorCode code) {
  switch (code) {
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::unreachable: return "unreachable";
    case ErrorCode::unavailable:
    case ErrorCode::storage_failed:
    case ErrorCode::commit_in_doubt: return "unavailable";
    case ErrorCode::too_many_requests: return "rate_limited";
    case ErrorCode::foreign_answer:
    case ErrorCode::unreadable_answer: return "foreign";
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
    case ErrorCode::commit_in_doubt:
    case ErrorCode::foreign_answer:
    case ErrorCode::unreadable_answer:
    case ErrorCode::too_many_requests: return "unavailable";
    case ErrorCode::unauthenticated:
    case ErrorCode::token_expired:
    case ErrorCode::session_ended: return "auth";
    case ErrorCode::forbidden: return "permission";
    default: return "validation";
  }
}

bool is_repeated(const LocalStore& store, const std::vector<std::int64_t>& operations) {
  return std::any_of(operations.begin(), operations.end(), [&](std::int64_t client_seq) {
    const auto found = store.memory().outbox.find(client_seq);
    return found != store.memory().outbox.end() && found->second.attempts > 1;
  });
}

}  // namespace

void SyncEngine::fail(const std::vector<Outstanding>& requests, const FailedAttempt& failed) {
  std::vector<std::int64_t> operations;
  for (const Outstanding& request : requests) {
    operations.insert(operations.end(), request.operations.begin(), request.operations.end());
  }
  await_retry(operations);
  if (operations.empty()) memory_.pull_wanted = true;
  after_failure(failed, operations);
  wake();
}

std::vector<std::int64_t> SyncEngine::still_sending(
    const std::vector<std::int64_t>& operations) const {
  std::vector<std::int64_t> sending;
  std::copy_if(operations.begin(), operations.end(), std::back_inserter(sending),
               [&](std::int64_t client_seq) {
                 const auto found = store_.memory().outbox.find(client_seq);
                 return found != store_.memory().outbox.end() &&
                        found->second.state == OpState::sending;
               });
  return sending;
}

void SyncEngine::await_retry(const std::vector<std::int64_t>& operations) {
  for (const std::int64_t client_seq : still_sending(operations)) {
    store_.set_state(client_seq, OpState::waiting_retry);
  }
}

void SyncEngine::after_failure(const FailedAttempt& failed,
                               const std::vector<std::int64_t>& operations) {
  memory_.last_request_succeeded = false;
  memory_.trouble = failed.code;
  memory_.trouble_before = memory_.next_request;
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
  park(spent, ErrorCode::none);
}

// The push does not fit through: half of it will, or half of that. An operation that does not fit
// alone is kept and shown, and the others go on without it.
void SyncEngine::take_too_large(const Outstanding& request, ErrorCode code) {
  ports_.recorder.metrics().add(Metric::sync_too_large);
  ports_.recorder.event(EventKind::push_too_large, kNoIntent,
                        static_cast<std::int64_t>(request.operations.size()), request.bytes, "");
  if (!policies().retry->fits_pushes_to_the_way()) return fail({request}, {code});
  const std::vector<std::int64_t> refused = still_sending(request.operations);
  await_retry(refused);
  if (request.operations.size() == 1) {
    park(refused, ErrorCode::too_large);
  } else {
    memory_.push_bytes_max = request.bytes / 2;
  }
  wake();
}

void SyncEngine::park(const std::vector<std::int64_t>& spent, ErrorCode why) {
  if (spent.empty()) return;
  const Status parked = store_.transact([&]() -> Status {
    for (const std::int64_t client_seq : spent) SRL_TRY(store_.park(client_seq, why));
    return {};
  });
  if (!parked.ok()) return;  // they stay waiting and are looked at again after the next attempt
  for (const std::int64_t client_seq : spent) {
    const PendingOperation& pending = store_.memory().outbox.at(client_seq);
    ports_.recorder.metrics().observe(Metric::sync_op_attempts, "parked", pending.attempts);
    ports_.recorder.event(EventKind::operation_parked, pending.operation.intent, pending.attempts,
                          0, name_of(pending.operation.kind));
  }
  ports_.recorder.metrics().add(Metric::sync_queue_drains, "parked");
}

DurationMs SyncEngine::age_ms(const Operation& operation) const {
  return std::max<DurationMs>(0, ports_.clock.now_ms() - operation.wall_ms);
}

}  // namespace srl
