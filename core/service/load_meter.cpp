// SPDX-License-Identifier: MIT
#include "service/load_meter.h"

#include <algorithm>
#include <numeric>

namespace srl {

void LoadMeter::count(TimeMs now_ms) {
  const auto now = static_cast<std::uint64_t>(now_ms / kSlotMs);
  const std::uint64_t oldest = now >= kSlots ? now - kSlots + 1 : 0;
  for (std::uint64_t slot = std::max(slot_ + 1, oldest); slot <= now; ++slot) {
    slots_[slot % kSlots] = 0;
  }
  slot_ = std::max(slot_, now);
  peak_tenth_ = std::max(peak_tenth_, ++slots_[slot_ % kSlots]);
  peak_second_ = std::max(peak_second_, std::accumulate(slots_.begin(), slots_.end(), INT64_C(0)));
}

std::int64_t LoadMeter::last_second(TimeMs now_ms) const {
  const auto now = static_cast<std::uint64_t>(now_ms / kSlotMs);
  std::int64_t sum = 0;
  for (std::uint64_t age = 0; age < kSlots && age <= slot_; ++age) {
    const std::uint64_t slot = slot_ - age;
    if (slot + kSlots > now) sum += slots_[slot % kSlots];
  }
  return sum;
}

}  // namespace srl
