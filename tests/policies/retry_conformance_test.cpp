// SPDX-License-Identifier: MIT
// Every policy of `sync.retry`: what all must do, and the bounds that the recommended ones keep.
#include "policies/catalog.h"

#include <doctest/doctest.h>

#include <map>
#include <utility>

#include "support/random_words.h"

namespace srl {
namespace {

using test::Words;

constexpr FailedAttempt kTimedOut{ErrorCode::timeout};

bool bounds_attempts(const RetryPolicy& policy) {
  return policy.info().name == "backoff_full_jitter" || policy.info().name == "budget_and_breaker";
}

const RetryPolicy& retry_named(std::string_view name) {
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
    for (int i = 0; i < 8; ++i) policy->on_failure(state, kTimedOut, 1'000 * i, words);
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
    for (int i = 0; i < 30; ++i) policy->on_failure(state, kTimedOut, 0, words);
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
    CHECK(bounded == bounds_attempts(*policy));
  }
}

TEST_CASE("retry: the breaker opens when half of the requests fail, and one probe closes it") {
  const RetryPolicy& policy = retry_named("budget_and_breaker");
  Words words;
  RetryState state;
  for (int i = 0; i < 4; ++i) policy.on_failure(state, kTimedOut, i, words);
  CHECK(state.breaker == BreakerState::closed);
  policy.on_failure(state, kTimedOut, 5, words);
  CHECK(state.breaker == BreakerState::open);
  CHECK(state.not_before_ms >= 15 * kSecondMs);
  policy.on_attempt(state);
  CHECK(state.breaker == BreakerState::half_open);
  policy.on_success(state, 60'000);
  CHECK(state.breaker == BreakerState::closed);
}

TEST_CASE("retry: a probe that fails opens the breaker for longer, up to five minutes") {
  const RetryPolicy& policy = retry_named("budget_and_breaker");
  Words words;
  RetryState state;
  TimeMs now = 0;
  DurationMs longest = 0;
  for (int i = 0; i < 30; ++i) {
    policy.on_attempt(state);
    policy.on_failure(state, kTimedOut, now, words);
    longest = std::max(longest, state.not_before_ms - now);
    now = state.not_before_ms;
  }
  CHECK(longest == 5 * kMinuteMs);
}

TEST_CASE("retry: a spent budget puts retries off until ten seconds have earned one") {
  const RetryPolicy& policy = retry_named("budget_and_breaker");
  Words words;
  RetryState state;
  int exhausted = 0;
  for (int i = 0; i < 20; ++i) {
    policy.on_failure(state, kTimedOut, 1, words);
    if (state.budget_exhausted) ++exhausted;
  }
  CHECK(exhausted == 10);  // the budget holds ten
}

TEST_CASE(
    "retry: the recommended policies wait as long as the service asks, the naive ones do not") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    CAPTURE(policy->info().name);
    for (const ErrorCode code : {ErrorCode::too_many_requests, ErrorCode::unavailable}) {
      Words words;
      RetryState state;
      policy->on_failure(state, {code, 90'000}, 1'000, words);
      CHECK((state.not_before_ms >= 91'000) == bounds_attempts(*policy));
    }
  }
}

TEST_CASE("retry: no service can make a device wait for more than 300 s and its own backoff") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    CAPTURE(policy->info().name);
    Words words;
    RetryState state;
    policy->on_failure(state, {ErrorCode::unavailable, kDayMs}, 0, words);
    CHECK(state.not_before_ms <= kRetryAfterMax + kBackoffCapMs);
    CHECK((state.not_before_ms >= kRetryAfterMax) == bounds_attempts(*policy));
  }
}

TEST_CASE("retry: devices that were told the same do not come back together") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    if (!bounds_attempts(*policy)) continue;
    CAPTURE(policy->info().name);
    Words words;
    std::map<TimeMs, int> in_a_tenth;
    for (int device = 0; device < 200; ++device) {
      RetryState state;
      policy->on_failure(state, {ErrorCode::unavailable, 5'000}, 0, words);
      ++in_a_tenth[state.not_before_ms / 100];
    }
    for (const auto& [tenth, devices] : in_a_tenth) CHECK(devices < 50);
  }
}

TEST_CASE("retry: a reconnect does not come before the time that was asked for, a person may") {
  for (const RetryPolicy* policy : all_retry_policies()) {
    if (!bounds_attempts(*policy)) continue;
    CAPTURE(policy->info().name);
    Words words;
    RetryState state;
    policy->on_failure(state, {ErrorCode::unavailable, 60'000}, 0, words);
    policy->on_trigger(state, RetryTrigger::reconnect, 10'000, words);
    CHECK(state.not_before_ms >= 60'000);
    policy->on_trigger(state, RetryTrigger::asked, 20'000, words);
    CHECK(state.not_before_ms == 20'000);
    policy->on_success(state, 21'000);
    policy->on_trigger(state, RetryTrigger::reconnect, 22'000, words);
    CHECK(state.not_before_ms <= 22'000 + kSecondMs);  // nobody asks for it any more
  }
}

TEST_CASE("retry: only trouble at the service opens the breaker, never its refusals") {
  const RetryPolicy& policy = retry_named("budget_and_breaker");
  struct Failure {
    ErrorCode code;
    bool opens;
  };
  const Failure kFailures[] = {
      {ErrorCode::timeout, true},           {ErrorCode::unreachable, true},
      {ErrorCode::unavailable, true},       {ErrorCode::storage_failed, true},
      {ErrorCode::too_many_requests, true}, {ErrorCode::token_expired, false},
      {ErrorCode::bad_request, false},      {ErrorCode::stale_write, false}};
  for (const Failure& failure : kFailures) {
    CAPTURE(error_name(failure.code));
    CHECK(is_outage(failure.code) == failure.opens);
    Words words;
    RetryState state;
    for (int i = 0; i < 20; ++i) policy.on_failure(state, {failure.code}, i, words);
    CHECK((state.breaker == BreakerState::open) == failure.opens);
    CHECK(state.not_before_ms > 0);  // it waits all the same
  }
}

TEST_CASE("retry: a probe that is refused closes the breaker, for the service has answered") {
  const RetryPolicy& policy = retry_named("budget_and_breaker");
  Words words;
  RetryState state;
  for (int i = 0; i < 5; ++i) policy.on_failure(state, kTimedOut, i, words);
  policy.on_attempt(state);
  REQUIRE(state.breaker == BreakerState::half_open);
  policy.on_failure(state, {ErrorCode::token_expired}, 30'000, words);
  CHECK(state.breaker == BreakerState::closed);
}

TEST_CASE("retry: the probes of many devices that fail together do not come together") {
  const RetryPolicy& policy = retry_named("budget_and_breaker");
  Words words;
  std::map<TimeMs, int> in_a_tenth;
  for (int device = 0; device < 200; ++device) {
    RetryState state;
    for (int i = 0; i < 5; ++i) policy.on_failure(state, kTimedOut, 0, words);
    REQUIRE(state.breaker == BreakerState::open);
    CHECK(state.not_before_ms >= 15 * kSecondMs);
    ++in_a_tenth[state.not_before_ms / 100];
  }
  for (const auto& [tenth, devices] : in_a_tenth) CHECK(devices < 50);
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
  for (int i = 0; i < kCountOf<Decision>; ++i) {
    const std::vector<PolicyInfo>& infos = policies_of(static_cast<Decision>(i));
    REQUIRE(!infos.empty());
    for (std::size_t k = 0; k < infos.size(); ++k) {
      CHECK(infos[k].order == static_cast<int>(k));
    }
  }
}

}  // namespace srl
