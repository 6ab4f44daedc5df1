// SPDX-License-Identifier: MIT
#include "observe/metric_info.h"

#include "model/task.h"
#include "observe/job_names.h"

namespace srl {
namespace {

constexpr MetricRowInfo kRows[kCountOf<MetricRow>] = {
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

// Whether `text` begins with the mark, which is then cut off.
constexpr bool take_mark(std::string_view& text, char mark) {
  if (text.empty() || text[0] != mark) return false;
  text.remove_prefix(1);
  return true;
}

// "+ route=push|changes": what stands before the labels is said of the whole metric.
constexpr SignalLevel take_level(std::string_view& labels) {
  SignalLevel level = SignalLevel::everything;
  if (take_mark(labels, '*')) level = SignalLevel::status;
  if (take_mark(labels, '+')) level = SignalLevel::successes;
  take_mark(labels, ' ');
  return level;
}

// "{task_fields}" stands for their names, "{jobs}" for those of all kinds of jobs.
constexpr void add_value(MetricLabel& label, std::string_view value) {
  if (value == "{task_fields}") {
    for (const TaskFieldInfo& field : kTaskFields) add_value(label, field.name);
    return;
  }
  if (value == "{jobs}") {
    for (std::string_view names = kJobNames; !names.empty();) add_value(label, take(names, '|'));
    return;
  }
  label.is_success[label.value_count] = take_mark(value, '+');
  label.values[label.value_count++] = value;
}

// An entry that breaks a limit indexes past an array, which no constant expression may do: the
// compiler refuses it.
constexpr MetricInfo parse(MetricInfo info, std::string_view labels, std::string_view buckets) {
  info.series_count = 1;
  info.level = take_level(labels);
  while (!labels.empty()) {
    MetricLabel& label = info.labels[info.label_count++];
    std::string_view values = take(labels, ' ');
    label.name = take(values, '=');
    while (!values.empty()) add_value(label, take(values, '|'));
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
         SignalLevel::everything,                                             \
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

const MetricRowInfo& metric_row_info(MetricRow row) { return kRows[static_cast<std::size_t>(row)]; }

const MetricInfo& metric_info(Metric metric) { return kTable[static_cast<std::size_t>(metric)]; }

bool counts_success(const MetricInfo& info, std::size_t series) {
  if (info.level == SignalLevel::successes) return true;
  for (std::size_t i = info.label_count; i-- > 0;) {  // the last label varies fastest
    const MetricLabel& label = info.labels[i];
    const std::size_t value = series % (label.value_count + 1);
    if (value < label.value_count && label.is_success[value]) return true;
    series /= label.value_count + 1;
  }
  return false;
}

SignalLevel series_level(const MetricInfo& info, std::size_t series) {
  const bool only_by_labels = info.level == SignalLevel::everything;
  return only_by_labels && counts_success(info, series) ? SignalLevel::successes : info.level;
}

std::size_t metric_cell_count() {
  constexpr const MetricInfo& last = kTable[kMetricCount - 1];
  return last.first_cell + last.series_count * last.cells_per_series;
}

}  // namespace srl
