// SPDX-License-Identifier: MIT
// Every policy of `sync.retry`: what all must do, and the bounds that the recommended ones keep.
#include "policies/catalog.h"

#include <doctest/doctest.h>

#include "base/random.h"

namespace srl {
namespace {

class Words final : public RandomSource {
 public:
  std::uint64_t next(RandomPurpose) override { return mix64(++count_); }

 private:
  std::uint64_t count_ = 0;
};

const RetryPolicy& policy_named(std::string_view name) {
  Safeguards safeguards = preset(kReliablePreset).value();
  safeguards[Decision::sync_retry] = name;
  return *resolve(safeguards)->retry;
}

}  // namespace

TEST_CASE("retry: under every policy a success lets the next request go at once") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    CAPTURE(policy->info().name);
    Words words;
    RetryState state;
    for (int i = 0; i < 8; ++i) policy->on_failure(state, 1'000 * i, words);
    policy->on_success(state, 10'000);
    CHECK(state.not_before_ms <= 10'000);
    CHECK(!state.queue_waits_for_trigger);
    CHECK(state.consecutive_failures == 0);
  }
}

TEST_CASE("retry: under every policy a reconnect ends the wait within a second") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    CAPTURE(policy->info().name);
    Words words;
    RetryState state;
    for (int i = 0; i < 30; ++i) policy->on_failure(state, 0, words);
    policy->on_trigger(state, RetryTrigger::reconnect, 100'000, words);
    CHECK(!state.queue_waits_for_trigger);
    CHECK(state.not_before_ms <= 100'000 + kSecondMs);
  }
}

TEST_CASE("retry: backoff stays below its ceiling, grows, and is not the same for two devices") {
  Words words;
  for (int failures = 1; failures <= 12; ++failures) {
    const DurationMs ceiling = std::min(kBackoffCapMs, kBackoffBaseMs << (failures - 1));
    DurationMs largest = 0;
    DurationMs smallest = ceiling;
    for (int i = 0; i < 200; ++i) {
      const DurationMs delay = full_jitter_ms(failures, words);
      CHECK(delay >= 0);
      CHECK(delay <= ceiling);
      largest = std::max(largest, delay);
      smallest = std::min(smallest, delay);
    }
    CHECK(largest > ceiling / 2);
    CHECK(smallest < ceiling / 4);
  }
}

TEST_CASE("retry: the bounded policies park an operation, the naive ones never do") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    CAPTURE(policy->info().name);
    const bool bounded = policy->parks(kAttemptsMax, 0) && policy->parks(1, kOperationAgeMax);
    CHECK(!policy->parks(kAttemptsMax - 1, kOperationAgeMax - 1));
    CHECK(bounded == (policy == &policy_named("backoff_full_jitter") ||
                      policy == &policy_named("budget_and_breaker")));
  }
}

TEST_CASE("retry: the breaker opens when half of the requests fail, and one probe closes it") {
  const RetryPolicy& policy = policy_named("budget_and_breaker");
  Words words;
  RetryState state;
  for (int i = 0; i < 4; ++i) policy.on_failure(state, i, words);
  CHECK(state.breaker == BreakerState::closed);
  policy.on_failure(state, 5, words);
  CHECK(state.breaker == BreakerState::open);
  CHECK(state.not_before_ms >= 15 * kSecondMs);
  policy.on_attempt(state);
  CHECK(state.breaker == BreakerState::half_open);
  policy.on_success(state, 60'000);
  CHECK(state.breaker == BreakerState::closed);
}

TEST_CASE("retry: a probe that fails opens the breaker for longer, up to five minutes") {
  const RetryPolicy& policy = policy_named("budget_and_breaker");
  Words words;
  RetryState state;
  TimeMs now = 0;
  DurationMs longest = 0;
  for (int i = 0; i < 30; ++i) {
    policy.on_attempt(state);
    policy.on_failure(state, now, words);
    longest = std::max(longest, state.not_before_ms - now);
    now = state.not_before_ms;
  }
  CHECK(longest == 5 * kMinuteMs);
}

TEST_CASE("retry: a spent budget puts retries off until ten seconds have earned one") {
  const RetryPolicy& policy = policy_named("budget_and_breaker");
  Words words;
  RetryState state;
  int exhausted = 0;
  for (int i = 0; i < 20; ++i) {
    policy.on_failure(state, 1, words);
    if (state.budget_exhausted) ++exhausted;
  }
  CHECK(exhausted == 10);  // the budget holds ten
}

TEST_CASE("policies: a name that does not exist is answered with those that do") {
  Safeguards safeguards = preset(kReliablePreset).value();
  safeguards[Decision::sync_pull] = "telepathy";
  const Result<Policies> policies = resolve(safeguards);
  REQUIRE(!policies.ok());
  CHECK(policies.error().code == ErrorCode::unknown_name);
  CHECK(policies.error().detail.find("cursor_tombstones") != std::string::npos);
}

TEST_CASE("policies: within a decision the naive one stands first and no two have the same place") {
  for (int i = 0; i < kDecisionCount; ++i) {
    const std::vector<PolicyInfo>& infos = policies_of(static_cast<Decision>(i));
    REQUIRE(!infos.empty());
    for (std::size_t k = 0; k < infos.size(); ++k) {
      CHECK(infos[k].order == static_cast<int>(k));
    }
  }
}

}  // namespace srl
