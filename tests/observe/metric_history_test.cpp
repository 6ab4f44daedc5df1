// SPDX-License-Identifier: MIT
#include "observe/metric_history.h"

#include <doctest/doctest.h>

#include <vector>

namespace srl {

using Samples = std::vector<std::int64_t>;

TEST_CASE("metric history: a sample is the total as it stood at its time") {
  Metrics metrics;
  MetricHistory history({Metric::sync_retries, Metric::open_tasks}, 500, 10);
  history.advance_to(0, metrics);
  metrics.add(Metric::sync_retries, "timeout");
  metrics.set(Metric::open_tasks, 4);
  history.advance_to(499, metrics);
  CHECK(history.size() == 1);
  history.advance_to(500, metrics);
  metrics.add(Metric::sync_retries, "rejected");
  history.advance_to(1'200, metrics);
  CHECK(history.samples(Metric::sync_retries) == Samples{0, 1, 2});
  CHECK(history.samples(Metric::open_tasks) == Samples{0, 4, 4});
  CHECK(history.time_ms(0) == 0);
  CHECK(history.time_ms(2) == 1'000);
}

TEST_CASE("metric history: silence is filled with the last totals") {
  Metrics metrics;
  MetricHistory history({Metric::cursor_resets}, 500, 10);
  metrics.add(Metric::cursor_resets, 3);
  history.advance_to(2'000, metrics);
  CHECK(history.samples(Metric::cursor_resets) == Samples{3, 3, 3, 3, 3});
}

TEST_CASE("metric history: the oldest samples make room for the newest") {
  Metrics metrics;
  MetricHistory history({Metric::cursor_resets}, 100, 3);
  for (TimeMs now_ms = 0; now_ms <= 400; now_ms += 100) {
    history.advance_to(now_ms, metrics);
    metrics.add(Metric::cursor_resets);
  }
  CHECK(history.size() == 3);
  CHECK(history.samples(Metric::cursor_resets) == Samples{2, 3, 4});
  CHECK(history.time_ms(0) == 200);
  CHECK(history.time_ms(2) == 400);
}

TEST_CASE("metric history: a silence of ages costs no more than the ring") {
  Metrics metrics;
  MetricHistory history({Metric::cursor_resets}, 500, 4);
  history.advance_to(0, metrics);
  metrics.add(Metric::cursor_resets);
  constexpr TimeMs kAgesMs = 1'000'000'000 * kDayMs;  // sample by sample this would not end
  history.advance_to(kAgesMs + 123, metrics);
  CHECK(history.samples(Metric::cursor_resets) == Samples{1, 1, 1, 1});
  CHECK(history.time_ms(3) == kAgesMs);
  CHECK(history.time_ms(0) == kAgesMs - 1'500);
}

TEST_CASE("metric history: a copy goes its own way, as after a rewind") {
  Metrics metrics;
  MetricHistory history({Metric::cursor_resets}, 500, 10);
  history.advance_to(0, metrics);
  MetricHistory checkpoint = history;
  metrics.add(Metric::cursor_resets);
  history.advance_to(500, metrics);
  CHECK(checkpoint.samples(Metric::cursor_resets) == Samples{0});
  checkpoint.advance_to(500, metrics);
  CHECK(checkpoint.samples(Metric::cursor_resets) == history.samples(Metric::cursor_resets));
}

TEST_CASE("metric history: what is not followed has no samples") {
  Metrics metrics;
  MetricHistory history({Metric::cursor_resets});
  history.advance_to(10'000, metrics);
  CHECK(history.follows(Metric::cursor_resets));
  CHECK_FALSE(history.follows(Metric::open_tasks));
  CHECK(history.samples(Metric::open_tasks).empty());
}

}  // namespace srl
