// SPDX-License-Identifier: MIT
#include "observe/exposure.h"

#include <doctest/doctest.h>

#include "observe/export/prometheus.h"

namespace srl {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Metrics some_of_each() {
  Metrics metrics;
  metrics.add(Metric::http_responses, "2xx", 7);
  metrics.add(Metric::http_responses, "4xx", 2);
  metrics.add(Metric::sync_ops, "create_task", "applied", 5);
  metrics.add(Metric::sync_ops, "create_task", "rejected", 1);
  metrics.add(Metric::sync_request_timeouts, 3);
  metrics.set(Metric::open_tasks, 4);
  return metrics;
}

}  // namespace

TEST_CASE("exposure: each level shows what the one before it shows, and more") {
  const Metrics all = some_of_each();
  const Metrics status = Exposure(SignalLevel::status).apply(all);
  CHECK(status.total(Metric::http_responses) == 9);
  CHECK(status.total(Metric::sync_ops) == 0);
  CHECK(status.total(Metric::open_tasks) == 0);
  const Metrics successes = Exposure(SignalLevel::successes).apply(all);
  CHECK(successes.total(Metric::http_responses) == 9);
  CHECK(successes.total(Metric::sync_ops) == 5);
  CHECK(successes.total(Metric::open_tasks) == 4);
  CHECK(successes.total(Metric::sync_request_timeouts) == 0);
  CHECK(Exposure(SignalLevel::everything).apply(all) == all);
}

TEST_CASE("exposure: a metric may be hidden in part") {
  const Exposure successes(SignalLevel::successes);
  CHECK(successes.shows_any(metric_info(Metric::sync_ops)));
  CHECK_FALSE(successes.shows_all(metric_info(Metric::sync_ops)));
  CHECK_FALSE(successes.shows_any(metric_info(Metric::sync_request_timeouts)));
  CHECK(successes.shows_all(metric_info(Metric::sync_requests)));
}

TEST_CASE("exposure: what was counted while it was hidden stays unknown when it is shown later") {
  Metrics all = some_of_each();
  Exposure exposure(SignalLevel::status);
  exposure.switch_to(SignalLevel::everything, all);
  CHECK(exposure.apply(all).total(Metric::sync_request_timeouts) == 0);
  CHECK(exposure.apply(all).total(Metric::http_responses) == 9);  // that was counted all along
  all.add(Metric::sync_request_timeouts, 2);
  CHECK(exposure.apply(all).total(Metric::sync_request_timeouts) == 2);
  exposure.switch_to(SignalLevel::successes, all);
  all.add(Metric::sync_request_timeouts, 10);
  exposure.switch_to(SignalLevel::everything, all);
  all.add(Metric::sync_request_timeouts, 1);
  CHECK(exposure.apply(all).total(Metric::sync_request_timeouts) == 3);
}

TEST_CASE("exposure: a gauge that is shown says how things stand, whatever came before") {
  Metrics all = some_of_each();
  Exposure exposure(SignalLevel::status);
  exposure.switch_to(SignalLevel::everything, all);
  CHECK(exposure.apply(all).value(Metric::open_tasks) == 4);
}

TEST_CASE("exposure: failures are what is counted and is no success") {
  const Metrics all = some_of_each();
  CHECK(failures_counted(all, Metric::http_responses) == 2);
  CHECK(failures_counted(all, Metric::sync_ops) == 1);
  CHECK(failures_counted(all, Metric::sync_request_timeouts) == 3);
  Metrics requests;
  requests.add(Metric::sync_requests, "push");
  CHECK(failures_counted(requests, Metric::sync_requests) == 0);
}

TEST_CASE("exposure: /metrics says nothing of what is hidden, not even that it exists") {
  const std::string text = to_prometheus(some_of_each(), Exposure(SignalLevel::successes));
  CHECK(has(text, "srl_http_responses_total{status=\"4xx\"} 2\n"));
  CHECK(has(text, "srl_sync_ops_total{op=\"create_task\",result=\"applied\"} 5\n"));
  CHECK_FALSE(has(text, "rejected"));
  CHECK_FALSE(has(text, "srl_sync_request_timeouts_total"));
}

TEST_CASE("exposure: the marks of metrics.def are no part of names and labels") {
  for_each_metric([](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    CAPTURE(info.name);
    for (std::size_t i = 0; i < info.label_count; ++i) {
      CHECK(info.labels[i].name.find_first_of("+* ") == std::string_view::npos);
      for (std::size_t j = 0; j < info.labels[i].value_count; ++j) {
        CHECK(info.labels[i].values[j].find_first_of("+* ") == std::string_view::npos);
      }
    }
  });
}

}  // namespace srl
