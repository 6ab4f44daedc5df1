// SPDX-License-Identifier: MIT
// How some metrics went over virtual time, for the panel's sparklines: one sample per interval, the
// last `samples_max` of them. Plain data, so that a rewind brings the curves back as they were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "observe/metrics.h"

namespace srl {

class MetricHistory {
 public:
  static constexpr DurationMs kIntervalMs = 500;
  static constexpr std::size_t kSamplesMax = 240;  // two minutes

  // Each metric's total is followed; a histogram's is its number of observations.
  explicit MetricHistory(std::vector<Metric> followed, DurationMs interval_ms = kIntervalMs,
                         std::size_t samples_max = kSamplesMax);

  // True when advance_to(now_ms) has a sample to take: a caller that has to gather the metrics
  // first asks before.
  bool is_due(TimeMs now_ms) const { return now_ms >= next_due_ms_; }

  // Call before the events at `now_ms` change the metrics: every sample that fell due since the
  // last call gets the totals as they have stood since then.
  void advance_to(TimeMs now_ms, const Metrics& metrics);

  const std::vector<Metric>& followed() const { return followed_; }
  bool follows(Metric metric) const;

  std::size_t size() const { return size_; }  // samples that are there, the same for all metrics
  DurationMs interval_ms() const { return interval_ms_; }

  // The time of sample `index`; 0 is the oldest that is still there.
  TimeMs time_ms(std::size_t index) const;

  // The metric's samples, oldest first; none when it is not followed.
  std::vector<std::int64_t> samples(Metric metric) const;

 private:
  void take_sample(const std::vector<std::int64_t>& totals);

  std::vector<Metric> followed_;
  DurationMs interval_ms_;
  std::size_t samples_max_;
  std::size_t size_ = 0;
  std::size_t next_slot_ = 0;        // where the ring is written next
  TimeMs next_due_ms_ = 0;           // the time of the next sample
  std::vector<std::int64_t> rings_;  // `samples_max_` slots per followed metric
};

}  // namespace srl
