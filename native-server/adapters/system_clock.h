// SPDX-License-Identifier: MIT
// The machine's clock.
#pragma once

#include <chrono>

#include "ports/clock.h"

namespace srl {

class SystemClock final : public Clock {
 public:
  TimeMs now_ms() const override {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
  }
  TimeMs monotonic_ms() const override {
    const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_boot).count();
  }
};

}  // namespace srl
