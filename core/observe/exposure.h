// SPDX-License-Identifier: MIT
// What the product says of itself: the registry as far as the decision `signals` lets it through.
// The registry counts everything, because the lab needs to know what really happened; the panel,
// /metrics and the sparklines show what is exposed. What happens while a series is hidden stays
// hidden when it is exposed later: a counter that is added after an outage knows nothing of it.
#pragma once

#include <cstdint>
#include <vector>

#include "observe/metrics.h"

namespace srl {

class Exposure {
 public:
  explicit Exposure(SignalLevel level = SignalLevel::everything) : level_(level) {}

  SignalLevel level() const { return level_; }

  // From now on; `now` is the registry as it stands.
  void switch_to(SignalLevel level, const Metrics& now);

  bool shows(const MetricInfo& info, std::size_t series) const {
    return series_level(info, series) <= level_;
  }
  bool shows_any(const MetricInfo& info) const;
  bool shows_all(const MetricInfo& info) const;

  // The registry with what is hidden at 0.
  Metrics apply(const Metrics& all) const;

 private:
  SignalLevel level_;
  // Both empty until the first switch.
  std::vector<std::int64_t> at_switch_;  // the registry's cells at the last one
  std::vector<std::int64_t> unheard_;    // what was counted while it was hidden
};

// What the metric has counted that is no success: what moves when something fails.
std::int64_t failures_counted(const Metrics& metrics, Metric metric);

}  // namespace srl
