// SPDX-License-Identifier: MIT
// The wall clock of one actor. It may be wrong, and it may differ from another actor's.
#pragma once

#include "base/time.h"

namespace srl {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs now_ms() const = 0;
};

}  // namespace srl
