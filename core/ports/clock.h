// SPDX-License-Identifier: MIT
// The clocks of one actor. The wall clock may be wrong, may differ from another actor's, and may be
// set: it stamps what a person did. The monotonic one only measures: delays and time-outs.
#pragma once

#include "base/time.h"

namespace srl {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs now_ms() const = 0;
  virtual TimeMs monotonic_ms() const = 0;  // since some moment in the past; never set
};

}  // namespace srl
