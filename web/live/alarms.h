// SPDX-License-Identifier: MIT
// Wake-up calls for live mode: those of the core's timers, and its own. → LiveMode::on_alarm.
// Setting one again moves it.
#pragma once

#include <cstdint>

#include "ports/timers.h"

namespace srl::web {

// The first ones are the core's TimerKind, one for one.
enum class Alarm : std::uint8_t { look_at_server = kCountOf<TimerKind>, try_lock_again, stream };

constexpr Alarm alarm_of(TimerKind kind) { return static_cast<Alarm>(kind); }
constexpr bool is_timer(Alarm alarm) { return static_cast<int>(alarm) < kCountOf<TimerKind>; }

class Alarms {
 public:
  virtual ~Alarms() = default;
  virtual void set(Alarm alarm, DurationMs delay_ms) = 0;
  virtual void cancel(Alarm alarm) = 0;
  // Nobody looks at a page in the background.
  virtual bool is_page_visible() const = 0;
};

}  // namespace srl::web
