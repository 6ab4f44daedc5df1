// SPDX-License-Identifier: MIT
// Backoff with full jitter, plus two contracts for the whole device. A retry budget: one retry for
// five successes and one per ten seconds (Finagle's retry budgets), so that retries stay a small
// part of the traffic. A circuit breaker with resilience4j's states: half of the last requests
// failed → open; then one probe decides. What counts as failed is trouble at the service or on the
// way to it: an expired token or a refused write opens no breaker.
#include <algorithm>

#include "policies/sync/retry/retry_policy.h"

namespace srl {
namespace {

constexpr int kWindowMax = 20;
constexpr int kWindowMin = 5;
constexpr DurationMs kOpenBaseMs = 15 * kSecondMs;
constexpr DurationMs kOpenCapMs = 5 * kMinuteMs;
constexpr int kOpenDoublingsMax = 5;

constexpr std::int64_t kRetryMilli = 1'000;
constexpr std::int64_t kMilliPerSuccess = 200;
constexpr DurationMs kMsPerRetry = 10 * kSecondMs;
constexpr std::int64_t kBudgetMaxMilli = 10 * kRetryMilli;

int count_bits(std::uint32_t word) {
  int bits = 0;
  for (; word != 0; word &= word - 1) ++bits;
  return bits;
}

void remember(RetryState& state, bool failed) {
  constexpr std::uint32_t kMask = (1U << kWindowMax) - 1;
  state.outcomes = ((state.outcomes << 1) | (failed ? 1U : 0U)) & kMask;
  state.outcome_count = std::min(state.outcome_count + 1, kWindowMax);
}

void close_breaker(RetryState& state) {
  state.breaker = BreakerState::closed;
  state.openings_in_a_row = 0;
  state.outcomes = 0;
  state.outcome_count = 0;
}

// The service has answered: whatever it said, it is well.
void note_alive(RetryState& state) {
  remember(state, false);
  if (state.breaker != BreakerState::closed) close_breaker(state);
}

bool should_open(const RetryState& state) {
  if (state.breaker == BreakerState::half_open) return true;  // the probe failed
  return state.outcome_count >= kWindowMin && 2 * count_bits(state.outcomes) >= state.outcome_count;
}

void refill(RetryState& state, TimeMs now_ms) {
  if (state.budget_counted_at_ms == 0) {
    state.budget_milli = kBudgetMaxMilli;
  } else {
    const DurationMs passed = std::max<DurationMs>(0, now_ms - state.budget_counted_at_ms);
    state.budget_milli += std::min(passed, kHourMs) * kRetryMilli / kMsPerRetry;
  }
  state.budget_milli = std::min(state.budget_milli, kBudgetMaxMilli);
  state.budget_counted_at_ms = std::max<TimeMs>(now_ms, 1);
}

// Takes one retry from the budget. Returns how long it must wait until there is one to take.
DurationMs spend(RetryState& state, TimeMs now_ms) {
  refill(state, now_ms);
  state.budget_milli -= kRetryMilli;
  state.budget_exhausted = state.budget_milli < 0;
  return state.budget_exhausted ? -state.budget_milli * kMsPerRetry / kRetryMilli : 0;
}

// How long it stays open: up to half as long again, so that the probes of an outage don't come
// together. 0: it stays closed.
DurationMs open_for(RetryState& state, RandomSource& random) {
  if (!should_open(state)) return 0;
  const int doublings = std::min(state.openings_in_a_row++, kOpenDoublingsMax);
  state.breaker = BreakerState::open;
  const DurationMs base_ms = kOpenBaseMs << doublings;
  const std::uint64_t word = random.next(RandomPurpose::jitter);
  const auto extra_ms = static_cast<DurationMs>(word % static_cast<std::uint64_t>(base_ms / 2));
  return std::min(kOpenCapMs, base_ms + extra_ms);
}

class BudgetAndBreaker final : public RetryPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "budget_and_breaker", "Budget and breaker",
        "Backoff with jitter, a budget for retries, and a circuit breaker during outages.", 4};
    return kInfo;
  }

  void on_attempt(RetryState& state) const override {
    if (state.breaker == BreakerState::open) state.breaker = BreakerState::half_open;
  }

  void on_success(RetryState& state, TimeMs now_ms) const override {
    RetryPolicy::on_success(state, now_ms);
    refill(state, now_ms);
    state.budget_milli = std::min(state.budget_milli + kMilliPerSuccess, kBudgetMaxMilli);
    state.budget_exhausted = false;
    note_alive(state);
  }

  void on_failure(RetryState& state, const FailedAttempt& failed, TimeMs now_ms,
                  RandomSource& random) const override {
    ++state.consecutive_failures;
    DurationMs delay_ms = full_jitter_ms(state.consecutive_failures, random);
    delay_ms = std::max(delay_ms, spend(state, now_ms));
    if (is_outage(failed.code)) {
      remember(state, true);
      delay_ms = std::max(delay_ms, open_for(state, random));
    } else {
      note_alive(state);
    }
    delay_ms = std::min(delay_ms, kOpenCapMs);
    state.not_before_ms = now_ms + obey_retry_after(state, failed, now_ms, delay_ms);
  }

  // A new network deserves a probe; so does a person who asks. A gesture doesn't: people type
  // during outages too.
  void on_trigger(RetryState& state, RetryTrigger trigger, TimeMs now_ms,
                  RandomSource& random) const override {
    if (trigger == RetryTrigger::gesture) return;
    if (state.breaker == BreakerState::open) state.breaker = BreakerState::half_open;
    wait_anew(state, trigger, now_ms, random);
  }

  bool parks(int attempts, DurationMs age_ms) const override {
    return attempts >= kAttemptsMax || age_ms >= kOperationAgeMax;
  }

  DurationMs settle_bound_ms() const override { return kRetryAfterMax + 2 * kOpenCapMs; }
};

}  // namespace

const RetryPolicy& retry_budget_and_breaker() {
  static const BudgetAndBreaker kPolicy;
  return kPolicy;
}

}  // namespace srl
