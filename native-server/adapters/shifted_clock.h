// SPDX-License-Identifier: MIT
// The machine's clock as a person has set it wrong: the lab's clock_jump.
#pragma once

#include "adapters/system_clock.h"

namespace srl {

class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(DurationMs ahead_ms) : ahead_ms_(ahead_ms) {}
  TimeMs now_ms() const override { return clock_.now_ms() + ahead_ms_; }
  TimeMs monotonic_ms() const override { return clock_.monotonic_ms(); }

 private:
  SystemClock clock_;
  DurationMs ahead_ms_;
};

}  // namespace srl
