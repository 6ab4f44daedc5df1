// SPDX-License-Identifier: MIT
// No retry: a failed write waits until something else happens to wake the queue.
#include "policies/sync/retry/retry_policy.h"

namespace srl {
namespace {

class NoRetry final : public RetryPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "none", "No retry", "A failed write waits for the next reconnect, start or gesture.", 0};
    return kInfo;
  }
  void on_failure(RetryState& state, const FailedAttempt&, TimeMs, RandomSource&) const override {
    ++state.consecutive_failures;
    state.queue_waits_for_trigger = true;
  }
  bool believes_every_answer() const override { return true; }
  bool fits_pushes_to_the_way() const override { return false; }
  DurationMs settle_bound_ms() const override { return 2 * kMinuteMs; }
};

}  // namespace

const RetryPolicy& retry_none() {
  static const NoRetry kPolicy;
  return kPolicy;
}

}  // namespace srl
