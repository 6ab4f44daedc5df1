// SPDX-License-Identifier: MIT
// The rules that a Prometheus name must keep, checked for every line of metrics.def.
#include "observe/metric_info.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "model/operation.h"

namespace srl {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_snake_case(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

TEST_CASE("metrics: every name is one of its own, with the prefix and the ending of its type") {
  std::set<std::string> names;
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    CAPTURE(info.name);
    CHECK(info.metric == metric);
    CHECK(names.emplace(info.name).second);
    // process_* is a family of names that every server shares.
    CHECK((info.name.substr(0, 4) == "srl_" || info.name.substr(0, 8) == "process_"));
    CHECK(is_snake_case(info.name));
    CHECK(ends_with(info.name, "_total") == (info.type == MetricType::counter));
    CHECK(ends_with(info.name, "_seconds") == (info.unit == MetricUnit::ms));
    CHECK_FALSE(info.help.empty());
    CHECK_FALSE(ends_with(info.help, "."));
    CHECK(info.help.find_first_of("\\\"\n") == std::string_view::npos);
  });
}

TEST_CASE("metrics: labels have names and a closed set of different values") {
  for_each_metric([](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    CAPTURE(info.name);
    for (std::size_t i = 0; i < info.label_count; ++i) {
      const MetricLabel& label = info.labels[i];
      CHECK(is_snake_case(label.name));
      CHECK(label.name != "le");  // Prometheus' own
      CHECK(label.value_count > 1);
      std::set<std::string> values;
      for (std::size_t j = 0; j < label.value_count; ++j) {
        CHECK(is_snake_case(label.values[j]));
        CHECK(label.values[j] != kOtherLabel);
        CHECK(values.emplace(label.values[j]).second);
      }
    }
  });
}

TEST_CASE("metrics: histograms, and they alone, have rising buckets") {
  for_each_metric([](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    CAPTURE(info.name);
    CHECK((info.bucket_count > 0) == (info.type == MetricType::histogram));
    for (std::size_t i = 1; i < info.bucket_count; ++i) {
      CHECK(info.buckets[i - 1] < info.buckets[i]);
    }
  });
}

TEST_CASE("metrics: series lie one behind the other without a gap") {
  std::size_t next_cell = 0;
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    CHECK(info.first_cell == next_cell);
    next_cell += info.series_count * info.cells_per_series;
  });
  CHECK(metric_cell_count() == next_cell);
}

TEST_CASE("metrics: labels and buckets are read as metrics.def has them") {
  const MetricInfo& ops = metric_info(Metric::sync_ops);
  REQUIRE(ops.label_count == 2);
  CHECK(ops.labels[0].name == "op");
  CHECK(ops.labels[0].values[2] == "delete_task");
  CHECK(ops.labels[1].name == "result");
  CHECK(ops.labels[1].value_count == 5);
  CHECK(ops.series_count == (kCountOf<OpKind> + 2) * 6);  // with "unreadable", and with others
  const MetricInfo& attempts = metric_info(Metric::sync_op_attempts);
  CHECK(attempts.bucket_count == 6);
  CHECK(attempts.buckets[0] == 1);
  CHECK(attempts.buckets[5] == 12);
  CHECK(attempts.cells_per_series == 8);
}

TEST_CASE("metrics: every row of the panel's table says what it is about") {
  for (std::size_t i = 0; i < kCountOf<MetricRow>; ++i) {
    const MetricRowInfo& row = metric_row_info(static_cast<MetricRow>(i));
    CHECK_FALSE(row.title.empty());
    CHECK_FALSE(row.experience.empty());
    CHECK_FALSE(row.exposes.empty());
  }
  CHECK(metric_row_info(MetricRow::offline_replay).experience == "Duplicated or missing records");
}

}  // namespace srl
