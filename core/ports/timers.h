// SPDX-License-Identifier: MIT
// Wake-up calls. A timer is one of a few fixed kinds, so that a pending one is plain data; setting
// a kind again moves it. The host calls back with the kind when the delay has passed.
#pragma once

#include <cstdint>

#include "base/enum_names.h"
#include "base/time.h"

namespace srl {

enum class TimerKind : std::uint8_t {
  request_timeout,  // the outstanding request has had its time
  retry,            // the retry policy allows another attempt now
  poll,             // ask the service for changes
  disk_retry,       // hand a failed batch to the disk again
  session_timeout,  // the outstanding request about the session has had its time
  session_retry,    // a failed refresh may be tried again now
  reminder,         // a task is due, where the app reminds by itself
};

class Timers {
 public:
  virtual ~Timers() = default;
  virtual void set(TimerKind kind, DurationMs delay_ms) = 0;
  virtual void cancel(TimerKind kind) = 0;
};

}  // namespace srl
