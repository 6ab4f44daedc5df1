// SPDX-License-Identifier: MIT
// Exponential backoff with full jitter, bounded in attempts and age: what is spent is parked where
// the person sees it. A reconnect starts over, spread over a second.
#include "policies/sync/retry/policy.h"

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
  void on_failure(RetryState& state, TimeMs now_ms, RandomSource& random) const override {
    ++state.consecutive_failures;
    state.not_before_ms = now_ms + full_jitter_ms(state.consecutive_failures, random);
  }
  void on_trigger(RetryState& state, RetryTrigger trigger, TimeMs now_ms,
                  RandomSource& random) const override {
    if (trigger == RetryTrigger::gesture) return;
    state.consecutive_failures = 0;
    const bool alone = trigger == RetryTrigger::asked;
    state.not_before_ms = alone ? now_ms : now_ms + full_jitter_ms(1, random);
  }
  bool parks(int attempts, DurationMs age_ms) const override {
    return attempts >= kAttemptsMax || age_ms >= kOperationAgeMax;
  }
  DurationMs settle_bound_ms() const override { return 5 * kMinuteMs; }
};

}  // namespace

const RetryPolicy& retry_backoff_full_jitter() {
  static const BackoffFullJitter kPolicy;
  return kPolicy;
}

}  // namespace srl
