// SPDX-License-Identifier: MIT
// What the sync engine does when it may not send, or was refused for want of a permission.
#include "device/sync_engine.h"

#include <utility>

namespace srl {

// Operations wait, visibly, for tokens: nothing of the queue is lost or given up.
void SyncEngine::pause_queue() {
  std::int64_t paused = 0;
  for (const auto& [client_seq, pending] : store_.memory().outbox) {
    if (pending.state != OpState::queued && pending.state != OpState::waiting_retry) continue;
    store_.set_state(client_seq, OpState::blocked_auth);
    ++paused;
  }
  if (paused == 0) return;
  ports_.recorder.event(EventKind::operations_blocked_auth, kNoIntent, paused, 0, "");
  ports_.recorder.metrics().add(Metric::sync_queue_drains, "auth_paused");
}

void SyncEngine::unpause_queue() {
  if (store_.count(OpState::blocked_auth) == 0) return;
  for (const auto& [client_seq, pending] : store_.memory().outbox) {
    if (pending.state == OpState::blocked_auth) store_.set_state(client_seq, OpState::queued);
  }
}

// The request was refused before anything was done: none of its operations has been applied.
void SyncEngine::take_unauthorized(const Outstanding& request, ErrorCode code) {
  if (!request.operations.empty()) {
    ports_.recorder.metrics().add(Metric::sync_replay_failures, "auth");
  }
  session_.on_unauthorized(request.access_token, code);
  const OnUnauthorized then = policies().auth->on_unauthorized();
  if (then == OnUnauthorized::send_again) return fail({request}, {code});
  if (then == OnUnauthorized::drop) {
    drop(request.operations);
  } else {
    await_retry(request.operations);
    park_spent(request.operations);
  }
  if (request.operations.empty()) memory_.pull_wanted = true;
  // Refused with new tokens as well: something else is wrong, and it must not be asked in a loop.
  const std::string before = std::exchange(memory_.refused_token, request.access_token);
  if (!before.empty() && before != request.access_token) {
    policies().retry->on_failure(memory_.retry, {code}, now_ms(), ports_.random);
  }
  wake();
}

void SyncEngine::drop(const std::vector<std::int64_t>& operations) {
  for (const std::int64_t client_seq : operations) {
    const auto found = store_.memory().outbox.find(client_seq);
    if (found == store_.memory().outbox.end() || is_done(found->second.state)) continue;
    const Intent intent = found->second.operation.intent;
    const OpKind kind = found->second.operation.kind;
    const Status dropped = store_.transact([&] { return store_.forget(client_seq); });
    if (!dropped.ok()) continue;  // it is still there, and sent again
    ports_.recorder.event(EventKind::operation_forgotten, intent, 0, 0, name_of(kind));
  }
}

void SyncEngine::reject_all(const Outstanding& request, ErrorCode code) {
  PushResponse refused;
  for (std::size_t i = 0; i < request.operations.size(); ++i) {
    OpResult result;
    result.status = OpStatus::rejected;
    result.code = code;
    refused.results.push_back(result);
  }
  ports_.recorder.metrics().add(Metric::sync_replay_failures, "permission");
  take_notification_reply(request, refused);
  wake();
}

}  // namespace srl
