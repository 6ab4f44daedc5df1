// SPDX-License-Identifier: MIT
// Tries again at once, for ever, whatever the answer was: an outage meets a wall of requests, and
// an operation that the service will never accept is sent until the battery is empty.
#include "policies/sync/retry/retry_policy.h"

namespace srl {
namespace {

class ImmediateRetry final : public RetryPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"immediate", "Retry at once",
                                  "Tries again at once and for ever, whatever the answer.", 1};
    return kInfo;
  }
  void on_failure(RetryState& state, const FailedAttempt&, TimeMs now_ms,
                  RandomSource&) const override {
    ++state.consecutive_failures;
    state.not_before_ms = now_ms;
  }
  bool retries_rejected() const override { return true; }
  bool believes_every_answer() const override { return true; }
  bool fits_pushes_to_the_way() const override { return false; }
  DurationMs settle_bound_ms() const override { return kMinuteMs; }
};

}  // namespace

const RetryPolicy& retry_immediate() {
  static const ImmediateRetry kPolicy;
  return kPolicy;
}

}  // namespace srl
