// SPDX-License-Identifier: MIT
// When the trouble is over, nothing waits without end and without saying why. `queue_drains` asks
// whether everything has been sent in the end; this asks whether a person is still at it, or says
// what it waits for: a next attempt, the person (to sign in, or to try parked changes again), the
// network, the disk. A write that waits for nothing at all is one that nobody will ever look at
// again. So is a job of the service that is due, while no timer is set for it, or the worker passes
// it by at every tick.
#include <algorithm>

#include "sim/promises/promise.h"

namespace srl {
namespace {

// Without an attempt, where none is announced.
constexpr DurationMs kForgottenAfterMs = 1 * kMinuteMs;

// The screen says why the queue waits.
bool gives_a_reason(const DeviceView& view) {
  const bool waits_for_session = view.session.state != SessionState::signed_in;
  return !view.online || waits_for_session || view.disk_failing || view.parked > 0 ||
         view.lost.count > 0 || view.next_attempt_ms > 0;
}

// The write of that device that has waited longest without an attempt; none: kNoIntent.
Intent longest_waiting(const OracleModel& model, const OracleRest::Shown& shown, TimeMs now_ms) {
  Intent found = kNoIntent;
  TimeMs since_ms = now_ms - kForgottenAfterMs;
  model.for_each_intent([&](Intent intent, const IntentRecord& record) {
    const bool is_meant = record.device == shown.device && record.in_queue &&
                          record.user == shown.view->session.account;
    const TimeMs last_ms = std::max(record.at_ms, record.last_sent_ms);
    if (!is_meant || last_ms >= since_ms) return;
    found = intent;
    since_ms = last_ms;
  });
  return found;
}

std::optional<Finding> forgotten_job(const OracleRest& rest) {
  if (rest.forgotten_jobs.empty()) return std::nullopt;
  const Job& job = rest.forgotten_jobs.front();
  const std::string what = job.intent == kNoIntent
                               ? "a job of the server"
                               : "the job that " + gesture_name(job.intent) + " made";
  return Finding{job.intent, kServiceActor,
                 what + " has been due since " + format_clock(job.due_at) +
                     ": nobody comes for it, and nothing says why"};
}

std::optional<Finding> check_nothing_stuck(const OracleModel& model, const OracleRest& rest) {
  for (const OracleRest::Shown& shown : rest.devices) {
    if (shown.view->queued == 0 || gives_a_reason(*shown.view)) continue;
    const Intent intent = longest_waiting(model, shown, rest.now_ms);
    if (intent == kNoIntent) continue;
    return Finding{
        intent, shown.device,
        gesture_name(intent) + " waits in the queue: it isn't tried again, and nothing says why"};
  }
  return forgotten_job(rest);
}

}  // namespace

const Promise& promise_nothing_stuck() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "nothing_stuck";
    promise.sentence = "Nothing waits for ever without saying why.";
    promise.failure_mode = "offline_replay";
    promise.kind = PromiseKind::liveness;
    promise.order = 11;
    promise.at_rest = check_nothing_stuck;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
