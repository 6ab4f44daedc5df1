// SPDX-License-Identifier: MIT
#include "policies/sync/retry/retry_policy.h"

#include <algorithm>

#include "base/http_status.h"

namespace srl {
namespace {

constexpr int kDoublingsMax = 16;  // past the cap in any case

}  // namespace

bool is_outage(ErrorCode code) {
  const int status = error_http_status(code);
  return code == ErrorCode::timeout || code == ErrorCode::unreachable ||
         code == ErrorCode::foreign_answer || code == ErrorCode::unreadable_answer ||
         status == http::kTooManyRequests || status >= http::kInternalServerError;
}

void RetryPolicy::on_attempt(RetryState&) const {}

void RetryPolicy::on_success(RetryState& state, TimeMs) const {
  state.consecutive_failures = 0;
  state.not_before_ms = 0;
  state.told_until_ms = 0;
  state.queue_waits_for_trigger = false;
}

void RetryPolicy::on_trigger(RetryState& state, RetryTrigger, TimeMs, RandomSource&) const {
  state.queue_waits_for_trigger = false;
}

bool RetryPolicy::parks(int, DurationMs) const { return false; }

DurationMs full_jitter_ms(std::int64_t failures, RandomSource& random, DurationMs base_ms,
                          DurationMs cap_ms) {
  const std::int64_t doublings = std::clamp<std::int64_t>(failures - 1, 0, kDoublingsMax);
  const DurationMs ceiling = std::min(cap_ms, base_ms << doublings);
  const std::uint64_t word = random.next(RandomPurpose::jitter);
  return static_cast<DurationMs>(word % static_cast<std::uint64_t>(ceiling + 1));
}

DurationMs obey_retry_after(RetryState& state, const FailedAttempt& failed, TimeMs now_ms,
                            DurationMs delay_ms) {
  const DurationMs told_ms = std::clamp<DurationMs>(failed.retry_after_ms, 0, kRetryAfterMax);
  state.told_until_ms = told_ms > 0 ? now_ms + told_ms : 0;
  return told_ms + delay_ms;
}

void wait_anew(RetryState& state, RetryTrigger trigger, TimeMs now_ms, RandomSource& random) {
  state.consecutive_failures = 0;
  state.queue_waits_for_trigger = false;  // left behind by another policy, which was switched
  if (trigger == RetryTrigger::asked) {
    state.not_before_ms = now_ms;
  } else {
    state.not_before_ms = std::max(now_ms, state.told_until_ms) + full_jitter_ms(1, random);
  }
}

}  // namespace srl
