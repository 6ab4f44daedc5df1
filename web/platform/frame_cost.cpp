// SPDX-License-Identifier: MIT
#include "platform/frame_cost.h"

#include <algorithm>

namespace srl::web::platform {

void FrameCost::add(double cost_ms) { costs_ms_[added_++ % kFrameCostsKept] = cost_ms; }

double FrameCost::median_ms() const {
  if (added_ == 0) return 0;
  std::array<double, kFrameCostsKept> sorted = costs_ms_;
  const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(added_, kFrameCostsKept));
  const auto middle = sorted.begin() + (end - sorted.begin()) / 2;
  std::nth_element(sorted.begin(), middle, end);
  return *middle;
}

}  // namespace srl::web::platform
