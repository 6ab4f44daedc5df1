// SPDX-License-Identifier: MIT
#include "observe/metric_info.h"

namespace srl {
namespace {

constexpr std::string_view kTypeNames[] = {"counter", "gauge", "histogram"};

constexpr MetricRowInfo kRows[kMetricRowCount] = {
    {"Offline replay", "Duplicated or missing records",
     "Retry count, idempotency hits, queue drain outcomes"},
    {"Multi-device conflict", "Silent overwrite or stale state",
     "Conflict detections, version mismatches, reconciliation results"},
    {"Auth expiry during sync", "Partial updates across devices",
     "Refresh failures, replay failures, per-operation sync status"},
    {"Missed background work", "Notifications or follow-ups never happen",
     "Job runs, retries, backlog age, permanent failures"},
    {"Saturation", "Everything slow, then nothing at all",
     "Circuit breakers, retry budgets, queues, shed load"},
    {"General", "The app seems to work", "Requests, time-outs, rows, batches on disk"},
    {"Server", "Slow or refused requests", "Durations, commits, memory"},
};

// Cuts `text` up to the next `separator` off its front and returns that part.
constexpr std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return part;
}

constexpr std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

// An entry that breaks a limit indexes past an array, which no constant expression may do: the
// compiler refuses it.
constexpr MetricInfo parse(MetricInfo info, std::string_view labels, std::string_view buckets) {
  info.series_count = 1;
  while (!labels.empty()) {
    MetricLabel& label = info.labels[info.label_count++];
    std::string_view values = take(labels, ' ');
    label.name = take(values, '=');
    while (!values.empty()) label.values[label.value_count++] = take(values, '|');
    info.series_count *= label.value_count + 1;
  }
  while (!buckets.empty()) info.buckets[info.bucket_count++] = number(take(buckets, ' '));
  // A histogram has a cell for each bucket, one for the values above the last, and the sum.
  info.cells_per_series = info.type == MetricType::histogram ? info.bucket_count + 2 : 1;
  return info;
}

constexpr std::array<MetricInfo, kMetricCount> make_table() {
  std::array<MetricInfo, kMetricCount> table{
#define METRIC(id, type, name, title, row, unit, side, labels, buckets, help) \
  parse({Metric::id,                                                          \
         #id,                                                                 \
         MetricType::type,                                                    \
         name,                                                                \
         title,                                                               \
         MetricRow::row,                                                      \
         MetricUnit::unit,                                                    \
         MetricSide::side,                                                    \
         {},                                                                  \
         0,                                                                   \
         {},                                                                  \
         0,                                                                   \
         help,                                                                \
         0,                                                                   \
         0,                                                                   \
         0},                                                                  \
        labels, buckets),
#include "observe/metrics.def"
#undef METRIC
  };
  std::size_t next_cell = 0;
  for (MetricInfo& info : table) {
    info.first_cell = next_cell;
    next_cell += info.series_count * info.cells_per_series;
  }
  return table;
}

constexpr std::array<MetricInfo, kMetricCount> kTable = make_table();

}  // namespace

std::string_view metric_type_name(MetricType type) {
  return kTypeNames[static_cast<std::size_t>(type)];
}

const MetricRowInfo& metric_row_info(MetricRow row) { return kRows[static_cast<std::size_t>(row)]; }

const MetricInfo& metric_info(Metric metric) { return kTable[static_cast<std::size_t>(metric)]; }

std::size_t metric_cell_count() {
  constexpr const MetricInfo& last = kTable[kMetricCount - 1];
  return last.first_cell + last.series_count * last.cells_per_series;
}

}  // namespace srl
