// SPDX-License-Identifier: MIT
// What is known about each metric before anything was counted: its name, its labels with their
// closed sets of values, its place in the panel. Read from metrics.def at compile time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace srl {

enum class Metric : std::uint8_t {
#define METRIC(id, type, name, title, row, unit, side, labels, buckets, help) id,
#include "observe/metrics.def"
#undef METRIC
};
inline constexpr std::size_t kMetricCount = 0
#define METRIC(id, type, name, title, row, unit, side, labels, buckets, help) +1
#include "observe/metrics.def"
#undef METRIC
    ;

enum class MetricType : std::uint8_t { counter, gauge, histogram };

enum class MetricUnit : std::uint8_t { count, ms };

// Who counts it. The other side never does: there, nothing is not the same as zero.
enum class MetricSide : std::uint8_t { device, service };

// How much has to be said before a series is exposed: the decision `signals` draws the line.
enum class SignalLevel : std::uint8_t {
  status,      // what every web server says of itself
  successes,   // and what went well
  everything,  // and what went wrong: each outcome of each operation
};

// The rows of the article's table, and three more. `server` is what only a real server counts: the
// sandbox has none.
enum class MetricRow : std::uint8_t {
  offline_replay,
  conflict,
  auth,
  jobs,
  saturation,
  general,
  server,
};

struct MetricRowInfo {
  std::string_view title;       // "Offline replay"
  std::string_view experience;  // what the user experiences
  std::string_view exposes;     // what the system must expose
};
const MetricRowInfo& metric_row_info(MetricRow row);

inline constexpr std::size_t kMetricLabelsMax = 2;
inline constexpr std::size_t kLabelValuesMax = 24;
inline constexpr std::size_t kBucketsMax = 12;

// The value that stands for every value outside the closed set: a bug, shown rather than lost.
inline constexpr std::string_view kOtherLabel = "other";

struct MetricLabel {
  std::string_view name;
  std::array<std::string_view, kLabelValuesMax> values{};
  std::array<bool, kLabelValuesMax> is_success{};  // by value: it went well
  std::size_t value_count = 0;
};

struct MetricInfo {
  Metric metric{};
  std::string_view id;  // "sync_retries"
  MetricType type{};
  std::string_view name;   // "srl_sync_retries_total"
  std::string_view title;  // "Retries"
  MetricRow row{};
  MetricUnit unit{};
  MetricSide side{};
  std::array<MetricLabel, kMetricLabelsMax> labels{};
  std::size_t label_count = 0;
  SignalLevel level = SignalLevel::everything;      // of series whose labels say nothing else
  std::array<std::int64_t, kBucketsMax> buckets{};  // upper bounds, inclusive, ascending
  std::size_t bucket_count = 0;
  std::string_view help;

  // Where its series live in the registry: series after series, each of `cells_per_series` cells.
  std::size_t first_cell = 0;
  std::size_t series_count = 0;  // each label has one more value than its set: kOtherLabel
  std::size_t cells_per_series = 0;
};

const MetricInfo& metric_info(Metric metric);

// Of one series, index < series_count: from which level on it is exposed, and whether it counts
// what went well.
SignalLevel series_level(const MetricInfo& info, std::size_t series);
bool counts_success(const MetricInfo& info, std::size_t series);

std::size_t metric_cell_count();  // of all metrics together

// Calls `visit(metric)` for every metric, in the order of metrics.def.
template <class Visit>
void for_each_metric(Visit visit) {
  for (std::size_t i = 0; i < kMetricCount; ++i) visit(static_cast<Metric>(i));
}

}  // namespace srl
