// SPDX-License-Identifier: MIT
#include "observe/metrics.h"

#include <cassert>
#include <numeric>

#include "base/assertion.h"

namespace srl {
namespace {

// The position of the value in the label's set; one past the last stands for "other".
std::size_t value_index(const MetricLabel& label, std::string_view value) {
  for (std::size_t i = 0; i < label.value_count; ++i) {
    if (label.values[i] == value) return i;
  }
  // Only in debug builds: a count under "other" is no reason to end a server.
  assert(value == kOtherLabel && "a label value that metrics.def does not name");
  return label.value_count;
}

std::string_view value_at(const MetricLabel& label, std::size_t index) {
  return index < label.value_count ? label.values[index] : kOtherLabel;
}

}  // namespace

std::int64_t Metrics::Series::value() const {
  const MetricInfo& info = metric_info(metric);
  if (info.type != MetricType::histogram) return *cells;
  return std::accumulate(cells, cells + info.bucket_count + 1, std::int64_t{0});
}

std::int64_t Metrics::Series::sum() const {
  const MetricInfo& info = metric_info(metric);
  SRL_ASSERT(info.type == MetricType::histogram, "only a histogram observes and has a sum");
  return cells[info.bucket_count + 1];
}

bool Metrics::Series::is_other() const {
  return label_values[0] == kOtherLabel || label_values[1] == kOtherLabel;
}

void Metrics::observe(Metric metric, std::string_view first, std::string_view second,
                      std::int64_t value) {
  const MetricInfo& info = metric_info(metric);
  SRL_ASSERT(info.type == MetricType::histogram, "only a histogram observes and has a sum");
  std::int64_t* cells = &cells_[cell_index(info, first, second)];
  std::size_t bucket = 0;
  while (bucket < info.bucket_count && value > info.buckets[bucket]) ++bucket;
  cells[bucket] += 1;
  cells[info.bucket_count + 1] += value;
}

std::int64_t Metrics::value(Metric metric, std::string_view first, std::string_view second) const {
  const MetricInfo& info = metric_info(metric);
  const std::size_t index = cell_index(info, first, second);
  return Series{metric, 0, {}, &cells_[index]}.value();
}

std::int64_t Metrics::total(Metric metric) const {
  const MetricInfo& info = metric_info(metric);
  const std::size_t counts_per_series =
      info.type == MetricType::histogram ? info.bucket_count + 1 : 1;
  std::int64_t total = 0;
  const std::int64_t* cells = &cells_[info.first_cell];
  for (std::size_t i = 0; i < info.series_count; ++i, cells += info.cells_per_series) {
    total = std::accumulate(cells, cells + counts_per_series, total);
  }
  return total;
}

std::int64_t Metrics::sum(Metric metric) const {
  std::int64_t sum = 0;
  for_each_series(metric, [&](const Series& one) { sum += one.sum(); });
  return sum;
}

void Metrics::merge(const Metrics& other) {
  for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += other.cells_[i];
}

Metrics::Series Metrics::series(Metric metric, std::size_t index) const {
  const MetricInfo& info = metric_info(metric);
  SRL_ASSERT(index < info.series_count, "the metric has so many series");
  Series one{metric, index, {}, &cells_[info.first_cell + index * info.cells_per_series]};
  // The last label varies fastest: the same arithmetic as in cell_index, backwards.
  for (std::size_t i = info.label_count; i-- > 0;) {
    const std::size_t value_count = info.labels[i].value_count + 1;
    one.label_values[i] = value_at(info.labels[i], index % value_count);
    index /= value_count;
  }
  return one;
}

std::size_t Metrics::cell_index(const MetricInfo& info, std::string_view first,
                                std::string_view second) {
  const std::string_view values[kMetricLabelsMax] = {first, second};
  std::size_t index = 0;
  for (std::size_t i = 0; i < info.label_count; ++i) {
    index = index * (info.labels[i].value_count + 1) + value_index(info.labels[i], values[i]);
  }
  SRL_ASSERT((info.label_count > 1 || second.empty()) && (info.label_count > 0 || first.empty()),
             "a label value is for a label that the metric has");
  return info.first_cell + index * info.cells_per_series;
}

std::int64_t& Metrics::cell(Metric metric, std::string_view first, std::string_view second) {
  const MetricInfo& info = metric_info(metric);
  SRL_ASSERT(info.type != MetricType::histogram, "a histogram observes, and is not counted up");
  return cells_[cell_index(info, first, second)];
}

}  // namespace srl
