// SPDX-License-Identifier: MIT
// Tries again after a fixed delay: gentle on the battery, but all devices of an outage come back in
// lockstep, and nothing ever gives up.
#include "policies/sync/retry/retry_policy.h"

namespace srl {
namespace {

constexpr DurationMs kFixedDelayMs = 5 * kSecondMs;

class FixedRetry final : public RetryPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"fixed", "Fixed delay",
                                  "Tries again every five seconds, without end.", 2};
    return kInfo;
  }
  void on_failure(RetryState& state, const FailedAttempt&, TimeMs now_ms,
                  RandomSource&) const override {
    ++state.consecutive_failures;
    state.not_before_ms = now_ms + kFixedDelayMs;
  }
  DurationMs settle_bound_ms() const override { return 2 * kMinuteMs; }
};

}  // namespace

const RetryPolicy& retry_fixed() {
  static const FixedRetry kPolicy;
  return kPolicy;
}

}  // namespace srl
