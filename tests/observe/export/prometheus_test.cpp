// SPDX-License-Identifier: MIT
#include "observe/export/prometheus.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace srl {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("prometheus: counters and gauges have help, type and a line per series") {
  Metrics metrics;
  metrics.add(Metric::sync_retries, "timeout", 3);
  metrics.set(Metric::open_tasks, 12);
  const std::string text = to_prometheus(metrics);
  CHECK(has(text,
            "# HELP srl_sync_retries_total Attempts to push that were made again, by what went "
            "wrong before\n"
            "# TYPE srl_sync_retries_total counter\n"
            "srl_sync_retries_total{reason=\"timeout\"} 3\n"
            "srl_sync_retries_total{reason=\"unreachable\"} 0\n"
            "srl_sync_retries_total{reason=\"unavailable\"} 0\n"
            "srl_sync_retries_total{reason=\"rejected\"} 0\n"));
  CHECK(has(text, "# TYPE srl_open_tasks gauge\nsrl_open_tasks 12\n"));
  CHECK(has(text, "srl_sync_ops_total{op=\"delete_task\",result=\"conflict\"} 0\n"));
}

TEST_CASE("prometheus: buckets add up, end in +Inf and are in seconds where the name says so") {
  Metrics metrics;
  for (const std::int64_t age_ms : {40, 100, 101, 30'000, 90'000'000}) {
    metrics.observe(Metric::sync_op_age, age_ms);
  }
  const std::string text = to_prometheus(metrics);
  CHECK(has(text,
            "# TYPE srl_sync_op_age_seconds histogram\n"
            "srl_sync_op_age_seconds_bucket{le=\"0.1\"} 2\n"
            "srl_sync_op_age_seconds_bucket{le=\"0.5\"} 3\n"
            "srl_sync_op_age_seconds_bucket{le=\"1\"} 3\n"
            "srl_sync_op_age_seconds_bucket{le=\"5\"} 3\n"
            "srl_sync_op_age_seconds_bucket{le=\"30\"} 4\n"));
  CHECK(has(text,
            "srl_sync_op_age_seconds_bucket{le=\"86400\"} 4\n"
            "srl_sync_op_age_seconds_bucket{le=\"+Inf\"} 5\n"
            "srl_sync_op_age_seconds_sum 90030.241\n"
            "srl_sync_op_age_seconds_count 5\n"));
}

TEST_CASE("prometheus: a histogram with a label has both in its buckets") {
  Metrics metrics;
  metrics.observe(Metric::sync_op_attempts, "parked", 12);
  const std::string text = to_prometheus(metrics);
  CHECK(has(text, "srl_sync_op_attempts_bucket{result=\"parked\",le=\"8\"} 0\n"));
  CHECK(has(text, "srl_sync_op_attempts_bucket{result=\"parked\",le=\"12\"} 1\n"));
  CHECK(has(text, "srl_sync_op_attempts_sum{result=\"parked\"} 12\n"));
  CHECK(has(text, "srl_sync_op_attempts_count{result=\"acknowledged\"} 0\n"));
}

TEST_CASE("prometheus: a time keeps its sign and its last millisecond") {
  Metrics metrics;
  metrics.observe(Metric::sync_op_age, -1'005);
  CHECK(has(to_prometheus(metrics), "srl_sync_op_age_seconds_sum -1.005\n"));
}

TEST_CASE("prometheus: nothing is said of `other` until something was counted there") {
  Metrics metrics;
  CHECK_FALSE(has(to_prometheus(metrics), "other"));
  metrics.add(Metric::sync_retries, kOtherLabel);
  CHECK(has(to_prometheus(metrics), "srl_sync_retries_total{reason=\"other\"} 1\n"));
}

TEST_CASE("prometheus: every line is a comment or a name, labels and a number") {
  const std::string text = to_prometheus(Metrics());
  REQUIRE_FALSE(text.empty());
  CHECK(text.back() == '\n');
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    const std::string line = text.substr(start, end - start);
    start = end + 1;
    CAPTURE(line);
    if (line.substr(0, 2) == "# ") continue;
    CHECK((line.substr(0, 4) == "srl_" || line.substr(0, 8) == "process_"));
    const std::string number = line.substr(line.rfind(' ') + 1);
    CHECK(std::all_of(number.begin(), number.end(), is_digit));
    CHECK(has(line, "{") == has(line, "\"} "));
  }
}

}  // namespace srl
