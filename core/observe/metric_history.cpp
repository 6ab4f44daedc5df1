// SPDX-License-Identifier: MIT
#include "observe/metric_history.h"

#include <algorithm>

#include "base/assertion.h"

namespace srl {

MetricHistory::MetricHistory(std::vector<Metric> followed, DurationMs interval_ms,
                             std::size_t samples_max)
    : followed_(std::move(followed)),
      interval_ms_(interval_ms),
      samples_max_(samples_max),
      rings_(followed_.size() * samples_max) {
  SRL_ASSERT(interval_ms > 0 && samples_max > 0, "samples are taken now and then, and kept");
}

void MetricHistory::advance_to(TimeMs now_ms, const Metrics& metrics) {
  if (!is_due(now_ms)) return;
  // After a long silence only the samples that the ring can hold are worth taking.
  const TimeMs due = (now_ms - next_due_ms_) / interval_ms_ + 1;
  const TimeMs skipped = std::max<TimeMs>(0, due - static_cast<TimeMs>(samples_max_));
  next_due_ms_ += skipped * interval_ms_;
  std::vector<std::int64_t> totals;
  for (const Metric metric : followed_) totals.push_back(metrics.total(metric));
  while (is_due(now_ms)) {
    take_sample(totals);
    next_due_ms_ += interval_ms_;
  }
}

void MetricHistory::take_sample(const std::vector<std::int64_t>& totals) {
  for (std::size_t i = 0; i < followed_.size(); ++i) {
    rings_[i * samples_max_ + next_slot_] = totals[i];
  }
  next_slot_ = (next_slot_ + 1) % samples_max_;
  size_ = std::min(size_ + 1, samples_max_);
}

bool MetricHistory::follows(Metric metric) const {
  return std::find(followed_.begin(), followed_.end(), metric) != followed_.end();
}

TimeMs MetricHistory::time_ms(std::size_t index) const {
  SRL_ASSERT(index < size_, "a sample that is asked for was taken");
  return next_due_ms_ - static_cast<TimeMs>(size_ - index) * interval_ms_;
}

std::vector<std::int64_t> MetricHistory::samples(Metric metric) const {
  std::vector<std::int64_t> values;
  const auto found = std::find(followed_.begin(), followed_.end(), metric);
  if (found == followed_.end()) return values;
  const std::size_t ring = static_cast<std::size_t>(found - followed_.begin()) * samples_max_;
  const std::size_t oldest = next_slot_ + samples_max_ - size_;
  values.reserve(size_);
  for (std::size_t i = 0; i < size_; ++i) {
    values.push_back(rings_[ring + (oldest + i) % samples_max_]);
  }
  return values;
}

}  // namespace srl
