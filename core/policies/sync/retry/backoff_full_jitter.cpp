// SPDX-License-Identifier: MIT
// Exponential backoff with full jitter, bounded in attempts and age: what is spent is parked where
// the person sees it. A reconnect starts over, spread over a second. Where the service says when it
// wants to be asked again, the backoff comes on top.
#include "policies/sync/retry/retry_policy.h"

namespace srl {
namespace {

class BackoffFullJitter final : public RetryPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "backoff_full_jitter", "Backoff with jitter",
        "Waits longer after each failure, at random; parks an operation after 12 attempts.", 3};
    return kInfo;
  }
  void on_failure(RetryState& state, const FailedAttempt& failed, TimeMs now_ms,
                  RandomSource& random) const override {
    ++state.consecutive_failures;
    const DurationMs delay_ms = full_jitter_ms(state.consecutive_failures, random);
    state.not_before_ms = now_ms + obey_retry_after(state, failed, now_ms, delay_ms);
  }
  void on_trigger(RetryState& state, RetryTrigger trigger, TimeMs now_ms,
                  RandomSource& random) const override {
    if (trigger != RetryTrigger::gesture) wait_anew(state, trigger, now_ms, random);
  }
  bool parks(int attempts, DurationMs age_ms) const override {
    return attempts >= kAttemptsMax || age_ms >= kOperationAgeMax;
  }
  DurationMs settle_bound_ms() const override { return kRetryAfterMax + 5 * kMinuteMs; }
};

}  // namespace

const RetryPolicy& retry_backoff_full_jitter() {
  static const BackoffFullJitter kPolicy;
  return kPolicy;
}

}  // namespace srl
