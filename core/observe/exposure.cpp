// SPDX-License-Identifier: MIT
#include "observe/exposure.h"

namespace srl {
namespace {

// The level of each cell, laid out once.
const std::vector<SignalLevel>& cell_levels() {
  static const std::vector<SignalLevel> kLevels = [] {
    std::vector<SignalLevel> levels;
    for_each_metric([&](Metric metric) {
      const MetricInfo& info = metric_info(metric);
      for (std::size_t i = 0; i < info.series_count; ++i) {
        levels.insert(levels.end(), info.cells_per_series, series_level(info, i));
      }
    });
    return levels;
  }();
  return kLevels;
}

}  // namespace

void Exposure::switch_to(SignalLevel level, const Metrics& now) {
  if (level == level_) return;
  const std::vector<std::int64_t>& cells = now.cells();
  at_switch_.resize(cells.size());
  unheard_.resize(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cell_levels()[i] > level_) unheard_[i] += cells[i] - at_switch_[i];
    at_switch_[i] = cells[i];
  }
  level_ = level;
}

bool Exposure::shows_any(const MetricInfo& info) const {
  for (std::size_t i = 0; i < info.series_count; ++i) {
    if (shows(info, i)) return true;
  }
  return false;
}

bool Exposure::shows_all(const MetricInfo& info) const {
  for (std::size_t i = 0; i < info.series_count; ++i) {
    if (!shows(info, i)) return false;
  }
  return true;
}

Metrics Exposure::apply(const Metrics& all) const {
  Metrics exposed = all;
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    // A gauge tells how things stand, whatever came before.
    const bool has_past = info.type != MetricType::gauge && !unheard_.empty();
    const std::size_t end = info.first_cell + info.series_count * info.cells_per_series;
    for (std::size_t i = info.first_cell; i < end; ++i) {
      std::int64_t& cell = exposed.cells()[i];
      if (cell_levels()[i] > level_) {
        cell = 0;
      } else if (has_past) {
        cell -= unheard_[i];
      }
    }
  });
  return exposed;
}

std::int64_t failures_counted(const Metrics& metrics, Metric metric) {
  const MetricInfo& info = metric_info(metric);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < info.series_count; ++i) {
    if (!counts_success(info, i)) total += metrics.series(metric, i).value();
  }
  return total;
}

}  // namespace srl
