// SPDX-License-Identifier: MIT
// The decision `sync`, part `retry`: a request has failed; when may the next one go out, and when
// is an operation given up to the person? The state is plain data that the device keeps per run.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/enum_names.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/time.h"
#include "policies/policy_info.h"
#include "ports/random_source.h"

namespace srl {

// What makes a device look at its queue again besides a timer.
enum class RetryTrigger : std::uint8_t { start, reconnect, gesture, asked };

enum class BreakerState : std::uint8_t { closed, open, half_open };

// What came of a request that failed, as far as a policy may look at it.
struct FailedAttempt {
  ErrorCode code = ErrorCode::timeout;
  DurationMs retry_after_ms = 0;  // how long the service has asked to be left alone; 0: it hasn't
};

// Does it tell of trouble at the service or on the way to it? A refusal doesn't: the service is
// well.
bool is_outage(ErrorCode code);

struct RetryState {
  int consecutive_failures = 0;
  TimeMs not_before_ms = 0;  // no request starts earlier
  TimeMs told_until_ms = 0;  // as the service has asked, where the policy obeys
  bool queue_waits_for_trigger = false;

  BreakerState breaker = BreakerState::closed;
  int openings_in_a_row = 0;
  std::uint32_t outcomes = 0;  // the last requests, newest in bit 0; 1: failed
  int outcome_count = 0;

  std::int64_t budget_milli = 0;  // thousandths of a retry
  TimeMs budget_counted_at_ms = 0;
  bool budget_exhausted = false;
};

class RetryPolicy {
 public:
  virtual ~RetryPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // A request is about to go out.
  virtual void on_attempt(RetryState& state) const;

  virtual void on_success(RetryState& state, TimeMs now_ms) const;
  virtual void on_failure(RetryState& state, const FailedAttempt& failed, TimeMs now_ms,
                          RandomSource& random) const = 0;
  virtual void on_trigger(RetryState& state, RetryTrigger trigger, TimeMs now_ms,
                          RandomSource& random) const;

  // Is the operation given up to the person after `attempts` sends, `age_ms` after the gesture?
  virtual bool parks(int attempts, DurationMs age_ms) const;

  // Is an operation that the service refused for good sent again all the same?
  virtual bool retries_rejected() const { return false; }

  // Is any answer taken for the service's own, also one of something on the way (http_form.h)?
  virtual bool believes_every_answer() const { return false; }

  // Is a push cut to what the way takes (kRequestBytesMax, less after a 413), not by count alone?
  virtual bool fits_pushes_to_the_way() const { return true; }

  // How long after the last fault the queue may take to empty: part of the bound of liveness.
  virtual DurationMs settle_bound_ms() const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const RetryPolicy*> all_retry_policies();

// Full jitter: uniform in [0, min(cap, base · 2^(failures−1))] (AWS, "Exponential Backoff And
// Jitter", 2015).
inline constexpr DurationMs kBackoffBaseMs = 1 * kSecondMs;
inline constexpr DurationMs kBackoffCapMs = 60 * kSecondMs;
DurationMs full_jitter_ms(std::int64_t failures, RandomSource& random,
                          DurationMs base_ms = kBackoffBaseMs, DurationMs cap_ms = kBackoffCapMs);

// A service that is overloaded says when it wants to be asked again (RFC 9110 §10.2.3). Nobody can
// make a device wait for longer than this.
inline constexpr DurationMs kRetryAfterMax = 300 * kSecondMs;

// Notes until when the service wants to be left alone, and returns how long to wait: `delay_ms` on
// top of it. A device told the same as all others must not come back with them.
DurationMs obey_retry_after(RetryState& state, const FailedAttempt& failed, TimeMs now_ms,
                            DurationMs delay_ms);

// What a reconnect, a start or a person ends the wait with. Only the person may come before the
// service has asked for it: that is one request, and a person wants to know.
void wait_anew(RetryState& state, RetryTrigger trigger, TimeMs now_ms, RandomSource& random);

}  // namespace srl
