// SPDX-License-Identifier: MIT
#include "device/sync_engine.h"

#include <algorithm>
#include <utility>

#include "base/http_status.h"

namespace srl {
namespace {}  // namespace

// ------------------------------------------------------------------------------- what wakes it up

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
  ports_.timers.cancel(TimerKind::request_timeout);
  if (memory_.draining) ports_.recorder.metrics().add(Metric::sync_queue_drains, "offline");
  if (is_busy()) fail(std::exchange(memory_.outstanding, {}), {ErrorCode::unreachable});
  memory_.trouble = ErrorCode::none;  // that it is offline says all
}

void SyncEngine::trigger(RetryTrigger trigger) {
  if (store_.queued_operations() > 0) memory_.draining = true;
  // Another network, or one that has been mended meanwhile, may take more.
  if (trigger != RetryTrigger::gesture) memory_.push_bytes_max = 0;
  const BreakerState before = memory_.retry.breaker;
  policies().retry->on_trigger(memory_.retry, trigger, now_ms(), ports_.random);
  watch_breaker(before);
  session_.trigger(trigger);
  wake(trigger == RetryTrigger::gesture || trigger == RetryTrigger::asked);
}

void SyncEngine::forget_requests() {
  ports_.timers.cancel(TimerKind::request_timeout);
  memory_.outstanding.clear();
  memory_.given_up.clear();
  memory_.retry = RetryState{};
  memory_.pull_wanted = true;
  memory_.last_request_succeeded = false;
  memory_.pages_missing = false;
  memory_.draining = store_.queued_operations() > 0;
  memory_.refused_token.clear();
}

void SyncEngine::want_pull() {
  memory_.pull_wanted = true;
  trigger(RetryTrigger::asked);
}

void SyncEngine::on_timer(TimerKind kind) {
  switch (kind) {
    case TimerKind::request_timeout:
      if (is_busy()) give_up_oldest();
      return;
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
  const std::optional<Outstanding> answered = take_outstanding(id);
  if (!answered) {
    const auto late = memory_.given_up.find(id);
    if (late == memory_.given_up.end()) return;  // a second copy, or a run that was killed
    const Outstanding request = late->second;
    memory_.given_up.erase(late);
    take_late_reply(request, response);
    return;
  }
  const Outstanding& request = *answered;
  if (!response.ok()) {
    note_refused(ports_.recorder, request.route);
    fail({request}, {response.error().code});
    return;
  }
  const auto* problem = std::get_if<Problem>(&response->body);
  if (response->status == http::kContentTooLarge && !request.operations.empty()) {
    take_too_large(request, problem == nullptr ? ErrorCode::too_large : problem->code);
    return;
  }
  if (problem != nullptr && is_unauthorized(problem->code)) {
    take_unauthorized(request, problem->code);
    return;
  }
  if (problem != nullptr && problem->code == ErrorCode::forbidden && !request.operations.empty()) {
    reject_all(request, problem->code);
    return;
  }
  if (problem != nullptr && problem->code == ErrorCode::unreadable_answer) {
    note_unreadable(request.operations.size());
  }
  const bool is_reset = problem != nullptr && problem->code == ErrorCode::cursor_reset &&
                        policies().pull->follows_history();
  if (problem != nullptr && !is_reset) {
    fail({request}, {problem->code, problem->retry_after_ms});
    return;
  }
  memory_.refused_token.clear();
  if (is_reset) {
    take_reset(request, response.value());
    wake();
    return;
  }
  if (const auto* push = std::get_if<PushResponse>(&response->body)) {
    take_notification_reply(request, *push);
  } else {
    take_pull(request, response.value());
  }
  wake();
}

bool SyncEngine::awaits(RequestId id) const {
  const std::vector<Outstanding>& all = memory_.outstanding;
  return std::any_of(all.begin(), all.end(), [&](const Outstanding& one) { return one.id == id; });
}

std::optional<SyncEngine::Outstanding> SyncEngine::take_outstanding(RequestId id) {
  std::vector<Outstanding>& all = memory_.outstanding;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Outstanding& one) { return one.id == id; });
  if (found == all.end()) return std::nullopt;
  Outstanding taken = std::move(*found);
  all.erase(found);
  arm_timeout();
  return taken;
}

void SyncEngine::arm_timeout() {
  if (!is_busy()) return ports_.timers.cancel(TimerKind::request_timeout);
  const DurationMs left_ms = memory_.outstanding.front().deadline_ms - now_ms();
  ports_.timers.set(TimerKind::request_timeout, std::max<DurationMs>(0, left_ms));
}

// It may still be answered.
void SyncEngine::give_up_oldest() {
  ports_.recorder.event(EventKind::request_timed_out, kNoIntent, kRequestTimeoutMs, 0, "");
  ports_.recorder.metrics().add(Metric::sync_request_timeouts);
  const Outstanding given_up = *take_outstanding(memory_.outstanding.front().id);
  memory_.given_up[given_up.id] = given_up;
  if (memory_.given_up.size() > kLateRepliesRemembered) {
    memory_.given_up.erase(memory_.given_up.begin());
  }
  fail({given_up}, {ErrorCode::timeout});
}

// ----------------------------------------------------------------------------------------- claims

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
  facts.push_outstanding = is_busy() && memory_.outstanding.front().route == Route::push;
  facts.pages_missing = memory_.pages_missing;
  facts.last_request_succeeded = memory_.last_request_succeeded;
  return policies().pull->claims_synced(facts);
}

void SyncEngine::watch_breaker(BreakerState before) {
  const BreakerState now = memory_.retry.breaker;
  if (now == before) return;
  ports_.recorder.event(EventKind::breaker_changed, kNoIntent, static_cast<std::int64_t>(now), 0,
                        name_of(now));
  Metrics& metrics = ports_.recorder.metrics();
  metrics.add(Metric::breaker_transitions, name_of(now));
  metrics.set(Metric::breaker_state, name_of(before), 0);
  metrics.set(Metric::breaker_state, name_of(now), 1);
}

}  // namespace srl
