// SPDX-License-Identifier: MIT
#include "observe/metrics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/operation.h"
#include "protocol/messages.h"

namespace srl {
namespace {

std::vector<std::string> label_values(Metric metric, std::size_t label) {
  const MetricLabel& found = metric_info(metric).labels[label];
  return {found.values.data(), found.values.data() + found.value_count};
}

template <class NameOf>
std::vector<std::string> names(int count, NameOf name_of) {
  std::vector<std::string> names(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) names[static_cast<std::size_t>(i)] = name_of(i);
  return names;
}

}  // namespace

TEST_CASE("metrics: counting changes the one series and the total") {
  Metrics metrics;
  metrics.add(Metric::sync_retries, "timeout");
  metrics.add(Metric::sync_retries, "timeout", 2);
  metrics.add(Metric::sync_retries, "rejected");
  metrics.add(Metric::cursor_resets);
  CHECK(metrics.value(Metric::sync_retries, "timeout") == 3);
  CHECK(metrics.value(Metric::sync_retries, "rejected") == 1);
  CHECK(metrics.value(Metric::sync_retries, "unreachable") == 0);
  CHECK(metrics.total(Metric::sync_retries) == 4);
  CHECK(metrics.total(Metric::cursor_resets) == 1);
  CHECK(metrics.total(Metric::sync_ops) == 0);
}

TEST_CASE("metrics: two labels make a table, cell by cell") {
  Metrics metrics;
  std::int64_t count = 0;
  for (int kind = 0; kind < kCountOf<OpKind>; ++kind) {
    for (int status = 0; status < kCountOf<OpStatus>; ++status) {
      metrics.add(Metric::sync_ops, name_of(static_cast<OpKind>(kind)),
                  name_of(static_cast<OpStatus>(status)), ++count);
    }
  }
  count = 0;
  for (int kind = 0; kind < kCountOf<OpKind>; ++kind) {
    for (int status = 0; status < kCountOf<OpStatus>; ++status) {
      CHECK(metrics.value(Metric::sync_ops, name_of(static_cast<OpKind>(kind)),
                          name_of(static_cast<OpStatus>(status))) == ++count);
    }
  }
  CHECK(metrics.total(Metric::sync_ops) == count * (count + 1) / 2);
}

TEST_CASE("metrics: a gauge is set, not added up") {
  Metrics metrics;
  metrics.set(Metric::open_tasks, 5);
  metrics.set(Metric::open_tasks, 3);
  metrics.set(Metric::sync_queue_ops, "queued", 7);
  CHECK(metrics.value(Metric::open_tasks) == 3);
  CHECK(metrics.value(Metric::sync_queue_ops, "queued") == 7);
}

TEST_CASE("metrics: a histogram puts a value into the first bucket that holds it") {
  Metrics metrics;
  for (const std::int64_t attempts : {1, 2, 3, 4, 5, 12, 13}) {
    metrics.observe(Metric::sync_op_attempts, "acknowledged", attempts);
  }
  metrics.observe(Metric::sync_op_attempts, "parked", 12);
  CHECK(metrics.value(Metric::sync_op_attempts, "acknowledged") == 7);
  CHECK(metrics.total(Metric::sync_op_attempts) == 8);
  CHECK(metrics.sum(Metric::sync_op_attempts) == 1 + 2 + 3 + 4 + 5 + 12 + 13 + 12);
  const Metrics::Series series = metrics.series(Metric::sync_op_attempts, 0);
  CHECK(series.label_values[0] == "acknowledged");
  CHECK(std::vector<std::int64_t>(series.cells, series.cells + 7) ==
        std::vector<std::int64_t>{1, 1, 1, 2, 0, 1, 1});  // ≤ 1, 2, 3, 5, 8, 12, more
  CHECK(series.sum() == 40);
}

TEST_CASE("metrics: a copy is a checkpoint") {
  Metrics metrics;
  metrics.add(Metric::sync_late_replies);
  const Metrics checkpoint = metrics;
  metrics.add(Metric::sync_late_replies);
  CHECK(metrics != checkpoint);
  metrics = checkpoint;
  CHECK(metrics == checkpoint);
  CHECK(metrics.total(Metric::sync_late_replies) == 1);
}

TEST_CASE("metrics: merging adds every cell, histograms included") {
  Metrics one;
  one.add(Metric::sync_retries, "timeout", 2);
  one.set(Metric::sync_queue_ops, "queued", 3);
  one.observe(Metric::sync_op_age, 250);
  Metrics two;
  two.add(Metric::sync_retries, "timeout", 5);
  two.set(Metric::sync_queue_ops, "queued", 4);
  two.observe(Metric::sync_op_age, 1'000'000'000);
  one.merge(two);
  CHECK(one.value(Metric::sync_retries, "timeout") == 7);
  CHECK(one.value(Metric::sync_queue_ops, "queued") == 7);
  CHECK(one.value(Metric::sync_op_age) == 2);
  CHECK(one.sum(Metric::sync_op_age) == 1'000'000'250);
}

TEST_CASE("metrics: all series are visited, zeroes too, in a fixed order") {
  std::vector<std::string> visited;
  Metrics().for_each_series(Metric::sync_queue_drains, [&](const Metrics::Series& series) {
    visited.emplace_back(series.label_values[0]);
    CHECK(series.value() == 0);
  });
  CHECK(visited ==
        std::vector<std::string>{"drained", "partial", "offline", "parked", "auth_paused"});

  int count = 0;
  Metrics().for_each_series(Metric::sync_ops, [&](const Metrics::Series&) { ++count; });
  CHECK(count == (kCountOf<OpKind> + 1) * kCountOf<OpStatus>);  // and what could not be read
}

TEST_CASE("metrics: what is counted under `other` is seen and part of the total") {
  Metrics metrics;
  metrics.add(Metric::sync_retries, kOtherLabel);
  CHECK(metrics.total(Metric::sync_retries) == 1);
  bool seen = false;
  metrics.for_each_series(Metric::sync_retries, [&](const Metrics::Series& series) {
    if (series.is_other()) seen = series.value() == 1;
  });
  CHECK(seen);
}

#ifdef NDEBUG
TEST_CASE("metrics: in a release build an unknown label is counted under `other`") {
  Metrics metrics;
  metrics.add(Metric::sync_retries, "sunspots");
  metrics.add(Metric::sync_ops, "create_task", "sunspots");
  CHECK(metrics.value(Metric::sync_retries, kOtherLabel) == 1);
  CHECK(metrics.value(Metric::sync_ops, "create_task", kOtherLabel) == 1);
}
#endif

TEST_CASE("metrics: the label sets are the names that the code uses") {
  std::vector<std::string> kinds =
      names(kCountOf<OpKind>, [](int i) { return name_of(static_cast<OpKind>(i)); });
  kinds.emplace_back("unreadable");
  CHECK(label_values(Metric::sync_ops, 0) == kinds);
  CHECK(label_values(Metric::sync_ops, 1) ==
        names(kCountOf<OpStatus>, [](int i) { return name_of(static_cast<OpStatus>(i)); }));
  CHECK(label_values(Metric::sync_requests, 0) ==
        names(kCountOf<Route>, [](int i) { return name_of(static_cast<Route>(i)); }));
  std::vector<std::string> states =
      names(kCountOf<OpState>, [](int i) { return name_of(static_cast<OpState>(i)); });
  states.emplace_back("blocked_review");  // of nobody's outbox: it waits for a decision
  for (const std::string& state : label_values(Metric::sync_queue_ops, 0)) {
    CHECK(std::count(states.begin(), states.end(), state) == 1);
  }
}

}  // namespace srl
