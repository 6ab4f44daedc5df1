// SPDX-License-Identifier: MIT
// The registry: one integer per series, all in one flat vector, so that a checkpoint copies it like
// any other plain data and the simulator can count 100,000 events a second. What is counted stands
// in metrics.def; the panel, /metrics and the tests read the same registry. Times are in ms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "observe/metric_info.h"

namespace srl {

class Metrics {
 public:
  // One combination of label values. For a histogram the cells are one count per bucket, the count
  // above the last bucket, and the sum of the values.
  struct Series {
    Metric metric{};
    std::size_t index = 0;  // among the metric's series
    std::array<std::string_view, kMetricLabelsMax> label_values{};
    const std::int64_t* cells = nullptr;

    std::int64_t value() const;  // a histogram's number of observations
    std::int64_t sum() const;    // a histogram's only
    bool is_other() const;       // a label has a value outside its closed set
  };

  Metrics() : cells_(metric_cell_count()) {}

  // Counters and gauges. A label value outside the closed set is a programming error: it stops a
  // debug build and is counted under "other" in a release build.
  void add(Metric metric, std::int64_t by = 1) { cell(metric, {}, {}) += by; }
  void add(Metric metric, std::string_view label, std::int64_t by = 1) {
    cell(metric, label, {}) += by;
  }
  void add(Metric metric, std::string_view first, std::string_view second, std::int64_t by = 1) {
    cell(metric, first, second) += by;
  }

  // Gauges
  void set(Metric metric, std::int64_t value) { cell(metric, {}, {}) = value; }
  void set(Metric metric, std::string_view label, std::int64_t value) {
    cell(metric, label, {}) = value;
  }

  // Histograms
  void observe(Metric metric, std::int64_t value) { observe(metric, {}, value); }
  void observe(Metric metric, std::string_view label, std::int64_t value) {
    observe(metric, label, {}, value);
  }
  void observe(Metric metric, std::string_view first, std::string_view second, std::int64_t value);

  // Of one series; of a histogram, the number of observations.
  std::int64_t value(Metric metric, std::string_view first = {},
                     std::string_view second = {}) const;
  // Of all series of the metric together.
  std::int64_t total(Metric metric) const;
  // Of the values that all series of a histogram observed.
  std::int64_t sum(Metric metric) const;

  // Adds the other's numbers to these. Gauges add up too: two queues hold what both hold.
  void merge(const Metrics& other);

  Series series(Metric metric, std::size_t index) const;  // index < metric_info().series_count

  // Calls `visit(series)` for every series of the metric in a fixed order, zeroes included. Series
  // under "other" are visited only when something was counted there.
  template <class Visit>
  void for_each_series(Metric metric, Visit visit) const {
    for (std::size_t i = 0; i < metric_info(metric).series_count; ++i) {
      const Series one = series(metric, i);
      if (!one.is_other() || one.value() != 0) visit(one);
    }
  }

  // All of it, as metric_info().first_cell and cells_per_series lay it out.
  const std::vector<std::int64_t>& cells() const { return cells_; }
  std::vector<std::int64_t>& cells() { return cells_; }

  friend bool operator==(const Metrics& a, const Metrics& b) { return a.cells_ == b.cells_; }
  friend bool operator!=(const Metrics& a, const Metrics& b) { return !(a == b); }

 private:
  static std::size_t cell_index(const MetricInfo& info, std::string_view first,
                                std::string_view second);
  std::int64_t& cell(Metric metric, std::string_view first, std::string_view second);

  std::vector<std::int64_t> cells_;
};

}  // namespace srl
