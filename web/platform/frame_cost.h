// SPDX-License-Identifier: MIT
// What the last frames cost in CPU time: the figure that the budget is about. Pure.
#pragma once

#include <array>
#include <cstddef>

namespace srl::web::platform {

// Few enough to follow what is on the screen now, enough for one slow frame not to count.
inline constexpr std::size_t kFrameCostsKept = 9;

class FrameCost {
 public:
  void add(double cost_ms);
  // Of the frames kept; 0 before the first one.
  double median_ms() const;

 private:
  std::array<double, kFrameCostsKept> costs_ms_{};
  std::size_t added_ = 0;
};

}  // namespace srl::web::platform
