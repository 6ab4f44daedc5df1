// SPDX-License-Identifier: MIT
// What the sync engine does with an answer.
#include "device/sync_engine.h"

#include <algorithm>
#include <utility>

namespace srl {
namespace {

// What an answer to a pull tells: what it leaves out is as it was.
struct PullNews {
  std::int64_t rows = 0;
  std::int64_t conflicts = 0;
  std::int64_t open_count = 0;
  std::int64_t server_seq = 0;
  Hlc hlc = 0;
};

PullNews news_of(const Response& response, const LocalStore::Memory& known) {
  PullNews news;
  news.open_count = known.open_count;
  news.server_seq = known.pull.server_seq;
  if (const auto* changes = std::get_if<ChangesResponse>(&response.body)) {
    news.rows = static_cast<std::int64_t>(changes->changes.size());
    news.conflicts = static_cast<std::int64_t>(changes->conflicts.size());
    news.open_count = changes->open_count;
    news.server_seq = changes->server_seq;
    news.hlc = changes->hlc;
  } else if (const auto* snapshot = std::get_if<SnapshotResponse>(&response.body)) {
    news.rows = static_cast<std::int64_t>(snapshot->rows.size());
    news.open_count = snapshot->open_count;
    news.hlc = snapshot->hlc;
  } else if (const auto* list = std::get_if<ListResponse>(&response.body)) {
    news.rows = static_cast<std::int64_t>(list->rows.size());
    news.open_count = list->open_count;
    news.hlc = list->hlc;
  }
  return news;
}

// What was done was done to a row, and has moved it.
bool is_usable(const OpResult& result) {
  const bool is_done = result.status == OpStatus::applied || result.status == OpStatus::merged ||
                       result.status == OpStatus::conflict;
  return !is_done || (!result.task.is_nil() && result.version > 0);
}

bool names_any(const std::vector<OpResult>& results) {
  return std::any_of(results.begin(), results.end(),
                     [](const OpResult& result) { return result.op_id.has_value(); });
}

// The result of the operation at `place` of `sent`, nullptr when there is none that can be used.
// Results name their operations; by their order they count only where none names one and there are
// as many as operations, which is what a push without ids gets.
const OpResult* result_of(const OpId& id, std::size_t place, std::size_t sent,
                          const std::vector<OpResult>& results) {
  const auto is_its = [&](const OpResult& result) { return result.op_id == id; };
  auto found = results.end();
  if (place < results.size() && is_its(results[place])) {  // as a rule
    found = results.begin() + static_cast<std::ptrdiff_t>(place);
  } else {
    found = std::find_if(results.begin(), results.end(), is_its);
  }
  if (found == results.end() && results.size() == sent && !names_any(results)) {
    found = results.begin() + static_cast<std::ptrdiff_t>(place);
  }
  return found != results.end() && is_usable(*found) ? &*found : nullptr;
}

// The common answer is "nothing new": it costs no transaction and no write to the disk.
bool is_worth_a_write(const Response& response, const PullNews& news, const LocalStore& store) {
  return news.rows > 0 || news.conflicts > 0 || store.count(OpState::acknowledged) > 0 ||
         store.count(OpState::conflict) > 0 || news.open_count != store.memory().open_count ||
         news.server_seq != store.memory().pull.server_seq ||
         !std::holds_alternative<ChangesResponse>(response.body);
}

}  // namespace

// The service has checked what the request said. What the device has been told meanwhile it cannot
// know: after a restart it may have gone back to before that.
bool SyncEngine::is_of_this_time(const Outstanding& request, const std::string& epoch) const {
  const PullState& pull = store_.memory().pull;
  return request.seen == pull.seen || epoch == pull.seen_epoch ||
         !policies().pull->follows_history();
}

// What is on its way was asked in a time that is gone, and goes again under the same ids.
void SyncEngine::take_reset(const Outstanding& request, const Response& response) {
  std::vector<Outstanding> asked = std::exchange(memory_.outstanding, {});
  asked.push_back(request);
  memory_.given_up.clear();
  arm_timeout();
  for (const Outstanding& one : asked) {
    await_retry(one.operations);
    park_spent(one.operations);
  }
  const std::int64_t lost_before = store_.count(OpState::lost);
  take_pull_reply(response, false);
  const auto& problem = std::get<Problem>(response.body);
  if (!problem.common_seq) return;  // it only asks for a snapshot
  ports_.recorder.event(EventKind::service_went_back, kNoIntent,
                        store_.count(OpState::lost) - lost_before, *problem.common_seq, "");
}

void SyncEngine::take_pull(const Outstanding& request, const Response& response) {
  const auto* changes = std::get_if<ChangesResponse>(&response.body);
  const auto* snapshot = std::get_if<SnapshotResponse>(&response.body);
  const std::string epoch = changes != nullptr    ? changes->epoch
                            : snapshot != nullptr ? snapshot->epoch
                                                  : std::string();
  // Where the pages are asked for from the first again, one that comes late must not be taken for
  // that.
  const bool is_next = snapshot == nullptr || request.page == store_.pull_state().snapshot_page;
  if (is_next && is_of_this_time(request, epoch)) {
    return take_pull_reply(response, ask_ahead(response));
  }
  memory_.pull_wanted = true;
}

void SyncEngine::take_notification_reply(const Outstanding& request, const PushResponse& reply) {
  if (!is_of_this_time(request, reply.epoch)) {
    await_retry(request.operations);
    memory_.pull_wanted = true;
    return;
  }
  std::vector<std::int64_t> unanswered;
  ErrorCode refused = take_results(request, reply, unanswered);
  if (!unanswered.empty()) refused = return_unanswered(unanswered);
  memory_.pull_wanted = true;
  if (refused != ErrorCode::none) {
    after_failure({refused}, request.operations);
    return;
  }
  note_drained();
  if (request.id < memory_.trouble_before) return;  // the trouble came after it, and may go on
  memory_.last_request_succeeded = true;
  memory_.trouble = ErrorCode::none;
  policies().retry->on_success(memory_.retry, now_ms());
}

// Returns why an operation has to go out again, `none` when all that have results have their
// answers. A database that fails now leaves them queued: the next push is answered as a repeat.
ErrorCode SyncEngine::take_results(const Outstanding& request, const PushResponse& reply,
                                   std::vector<std::int64_t>& unanswered) {
  ErrorCode refused = ErrorCode::none;
  const std::size_t sent = request.operations.size();
  const Status stored = store_.transact([&]() -> Status {
    for (std::size_t i = 0; i < sent; ++i) {
      const std::int64_t client_seq = request.operations[i];
      const auto found = store_.memory().outbox.find(client_seq);
      if (found == store_.memory().outbox.end()) continue;
      const OpResult* result = result_of(found->second.operation.id, i, sent, reply.results);
      if (result == nullptr) {
        unanswered.push_back(client_seq);
        continue;
      }
      const ErrorCode code = take_result(found->second, *result);
      if (code != ErrorCode::none) refused = code;
    }
    if (!policies().pull->follows_history()) return {};
    store_.pull_state().note_seen(reply.cursor, reply.server_seq, reply.epoch);
    // Where an answer is stored, so is the history to which its numbers belong.
    const bool stores_answers =
        kept_until_pull() == KeptUntilPull::on_disk || store_.count(OpState::conflict) > 0;
    return stores_answers ? store_.save_seen() : Status();
  });
  return stored.ok() ? refused : stored.error().code;
}

// What has no result was perhaps not done: it goes out again.
ErrorCode SyncEngine::return_unanswered(const std::vector<std::int64_t>& operations) {
  await_retry(operations);
  note_unreadable(operations.size());
  return ErrorCode::unreadable_answer;
}

void SyncEngine::note_unreadable(std::size_t operations) {
  ports_.recorder.metrics().add(Metric::sync_unreadable_answers);
  ports_.recorder.event(EventKind::answer_unreadable, kNoIntent,
                        static_cast<std::int64_t>(operations), 0, "");
}

// Returns why the operation has to go out again, `none` when it has its answer.
ErrorCode SyncEngine::take_result(const PendingOperation& pending, const OpResult& result) {
  const std::int64_t client_seq = pending.operation.client_seq;
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
                            name_of(pending.operation.kind));
      const Status done = store_.acknowledge(client_seq, result.task, result.version,
                                             result.conflict_version, kept_until_pull());
      return done.ok() ? ErrorCode::none : done.error().code;
    }
    case OpStatus::blocked: store_.set_state(client_seq, OpState::queued); return ErrorCode::none;
    case OpStatus::conflict: {
      metrics.observe(Metric::sync_op_attempts, "conflict", pending.attempts);
      ports_.recorder.event(EventKind::operation_in_conflict, intent, result.conflict_version, 0,
                            name_of(pending.operation.kind));
      const Status kept =
          store_.keep_in_conflict(client_seq, result.task, result.version, result.conflict_version);
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

KeptUntilPull SyncEngine::kept_until_pull() const {
  if (policies().pull->forgets_at_acknowledgement()) return KeptUntilPull::nowhere;
  return policies().idempotency->repeats_get_first_answer() ? KeptUntilPull::in_memory
                                                            : KeptUntilPull::on_disk;
}

// Who sends again only when something happens is not woken by an answer to another question.
void SyncEngine::note_pull_answered() {
  const bool queue_waits = memory_.retry.queue_waits_for_trigger;
  policies().retry->on_success(memory_.retry, now_ms());
  memory_.retry.queue_waits_for_trigger = queue_waits;
}

// `ahead`: the next page has been asked for. Where this one cannot be stored, the next one is
// given up: its cursor would pass over these rows.
void SyncEngine::take_pull_reply(const Response& response, bool ahead) {
  const PullNews news = news_of(response, store_.memory());
  const std::int64_t seq_before = store_.pull_state().server_seq;
  Metrics& metrics = ports_.recorder.metrics();
  if (std::holds_alternative<Problem>(response.body)) {
    metrics.add(Metric::cursor_resets);
    metrics.add(Metric::sync_replay_failures, "stale_cursor");
  }
  bool more = false;
  const auto reconcile = [&]() -> Status {
    more = policies().pull->reconcile(response, store_.pull_state(), store_);
    return store_.save_pull_state(news.open_count, news.hlc);
  };
  if (is_worth_a_write(response, news, store_)) {
    if (const Status stored = store_.transact(reconcile); !stored.ok()) {
      if (ahead) {
        memory_.outstanding.clear();
        arm_timeout();
      }
      memory_.pull_wanted = true;
      after_failure({stored.error().code}, {});
      return;
    }
  }
  memory_.last_request_succeeded = true;
  memory_.trouble = ErrorCode::none;
  memory_.pull_wanted = more;
  memory_.pages_missing = more;
  if (!ahead) note_pull_answered();
  metrics.add(Metric::sync_rows_pulled, news.rows);
  const std::int64_t seq = store_.pull_state().server_seq;
  if (news.rows > 0 && seq != seq_before) {
    ports_.recorder.event(EventKind::rows_pulled, kNoIntent, news.rows, seq, "");
  }
  if (!more) ports_.timers.set(TimerKind::poll, kPollIntervalMs);
}

void SyncEngine::take_late_reply(const Outstanding& request, const Result<Response>& response) {
  if (!response.ok()) return;
  ports_.recorder.event(EventKind::reply_late, kNoIntent, 0, 0, name_of(request.route));
  ports_.recorder.metrics().add(Metric::sync_late_replies);
  if (const auto* push = std::get_if<PushResponse>(&response->body)) {
    if (!is_of_this_time(request, push->epoch)) return;
    std::vector<std::int64_t> unanswered;
    (void)take_results(request, *push, unanswered);  // what is refused goes out again anyway
    return;
  }
  if (policies().pull->accepts_late_answers() && !std::holds_alternative<Problem>(response->body)) {
    const bool wanted = memory_.pull_wanted;
    take_pull_reply(response.value(), false);
    memory_.pull_wanted = memory_.pull_wanted || wanted;
  }
}

}  // namespace srl
