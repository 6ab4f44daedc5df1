// SPDX-License-Identifier: MIT
// The faults that `srl serve --lab` can be asked for, so that a real connection can show what the
// sandbox shows: a reply that is lost after the commit, a slow answer, a refused request, tokens
// that expire, a session that ends, a server that is asked too often, too slow, or out of disk, a
// worker that does not come, stands still or dies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/native_run.h"
#include "base/result.h"
#include "base/time.h"
#include "protocol/json_document.h"
#include "protocol/json_value.h"
#include "protocol/messages.h"
#include "threads/mutex.h"

namespace srl {

enum class LabFaultKind {
  drop_reply,
  delay,
  refuse,
  expire_token,
  revoke_session,
  rate_limit,   // 429 to what exceeds `per_second`; refreshes pass
  slow_server,  // one request after the other, each takes `delay_ms`
  disk_full,    // what writes is refused with 503
  miss_cron,    // from here on they are the worker's
  pause_worker,
  crash_worker,
  refuse_push
};

struct LabFault {
  LabFaultKind kind = LabFaultKind::drop_reply;
  std::optional<Route> route;   // none: every route below /v1
  std::int64_t times = 1;       // how many requests, ticks or runs it still strikes; 0: all
  DurationMs delay_ms = 0;      // of `delay`, `pause_worker`; `expire_token`: new tokens' life
  std::int64_t per_second = 0;  // of `rate_limit`
  std::string device{};         // whose tokens or sessions; "": every device's
  std::string place{};          // where a run stands still or dies; "": before_send
};

std::string_view lab_fault_name(LabFaultKind kind);

// It strikes at once, and no request of later.
bool strikes_at_once(const LabFault& fault);

inline constexpr std::size_t kLabFaultsMax = 32;
inline constexpr DurationMs kLabDelayMax = 30 * kSecondMs;
inline constexpr DurationMs kLabPauseMax = 5 * kMinuteMs;  // a lease is a minute
inline constexpr std::int64_t kLabTimesMax = 1'000'000;
inline constexpr std::int64_t kLabPerSecondMax = 1'000;

// {"fault": "drop_reply|delay|refuse", "route": "push", "times": 1, "delay_ms": 500},
// {"fault": "drop_refresh_reply", "times": 1}, which is drop_reply of the route refresh,
// {"fault": "expire_token|revoke_session", "device": "phone", "delay_ms": 5000},
// {"fault": "rate_limit", "per_second": 2}, {"fault": "slow_server", "delay_ms": 3000},
// {"fault": "disk_full"}, which last until they are cleared unless `times` says otherwise,
// {"fault": "miss_cron|refuse_push", "times": 1}, {"fault": "pause_worker|crash_worker", "at":
// "taken|before_send|after_send|before_record", "delay_ms": 70000}; only `fault` is needed.
Result<LabFault> read_lab_fault(const JsonDocument& document);
Json to_json(const LabFault& fault);

// What becomes of one request.
struct LabStrike {
  DurationMs delay_ms = 0;
  bool refuses = false;
  bool drops_reply = false;
  bool is_over_the_rate = false;
  DurationMs service_time_ms = 0;  // no other request is served meanwhile
  bool disk_is_full = false;
};

// May be called by many threads at once.
class LabFaults {
 public:
  Status add(const LabFault& fault) EXCLUDES(mutex_);  // too_large when there are kLabFaultsMax
  void clear() EXCLUDES(mutex_);
  std::vector<LabFault> list() const EXCLUDES(mutex_);

  // `now_ms` by a clock that is never set.
  LabStrike strike(Route route, TimeMs now_ms) EXCLUDES(mutex_);
  bool fills_disk() const EXCLUDES(mutex_);  // looks, and uses nothing up
  bool misses_cron() EXCLUDES(mutex_);
  LabRunFate strike_run(std::string_view place) EXCLUDES(mutex_);

 private:
  // Each fault that strikes is used up by one.
  void strike_all(const std::function<bool(const LabFault&)>& is_struck) REQUIRES(mutex_);

  mutable Mutex mutex_;
  std::int64_t second_ GUARDED_BY(mutex_) = 0;  // the one in which `in_second_` requests came
  std::int64_t in_second_ GUARDED_BY(mutex_) = 0;
  std::vector<LabFault> faults_ GUARDED_BY(mutex_);
};

}  // namespace srl
