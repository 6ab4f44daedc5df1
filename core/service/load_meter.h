// SPDX-License-Identifier: MIT
// How many requests arrive: within the last second, and at most within a second and within a tenth
// of one. A storm in lockstep shows in the tenth: as many in a second may come one after the other.
// Plain data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace srl {

class LoadMeter {
 public:
  static constexpr DurationMs kSlotMs = 100;
  static constexpr std::size_t kSlots = 10;

  void count(TimeMs now_ms);  // one request has arrived

  std::int64_t last_second(TimeMs now_ms) const;
  std::int64_t in_this_tenth() const { return slots_[slot_ % kSlots]; }
  std::int64_t peak_second() const { return peak_second_; }
  std::int64_t peak_tenth() const { return peak_tenth_; }

 private:
  std::array<std::int64_t, kSlots> slots_{};
  std::uint64_t slot_ = 0;  // the newest, counted from time 0
  std::int64_t peak_second_ = 0;
  std::int64_t peak_tenth_ = 0;
};

}  // namespace srl
