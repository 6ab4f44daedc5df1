// SPDX-License-Identifier: MIT
#include "policies/sync/retry/policy.h"

#include <algorithm>

namespace srl {
namespace {

constexpr std::string_view kBreakerNames[] = {"closed", "open", "half_open"};
constexpr int kDoublingsMax = 16;  // past the cap in any case

}  // namespace

std::string_view breaker_state_name(BreakerState state) {
  return kBreakerNames[static_cast<std::size_t>(state)];
}

void RetryPolicy::on_attempt(RetryState&) const {}

void RetryPolicy::on_success(RetryState& state, TimeMs) const {
  state.consecutive_failures = 0;
  state.not_before_ms = 0;
  state.queue_waits_for_trigger = false;
}

void RetryPolicy::on_trigger(RetryState& state, RetryTrigger, TimeMs, RandomSource&) const {
  state.queue_waits_for_trigger = false;
}

bool RetryPolicy::parks(int, DurationMs) const { return false; }

DurationMs full_jitter_ms(int failures, RandomSource& random) {
  const int doublings = std::clamp(failures - 1, 0, kDoublingsMax);
  const DurationMs ceiling = std::min(kBackoffCapMs, kBackoffBaseMs << doublings);
  const std::uint64_t word = random.next(RandomPurpose::jitter);
  return static_cast<DurationMs>(word % static_cast<std::uint64_t>(ceiling + 1));
}

}  // namespace srl
