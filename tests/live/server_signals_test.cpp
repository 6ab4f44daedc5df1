// SPDX-License-Identifier: MIT
#include "live/server_signals.h"

#include <doctest/doctest.h>

#include "live/signal_pairs.h"
#include "observe/export/prometheus.h"

namespace srl::web {

TEST_CASE("live/signals: what the exporter writes is read back, total by total") {
  Metrics metrics;
  metrics.add(Metric::sync_ops, "create_task", "applied", 3);
  metrics.add(Metric::sync_ops, "update_task", "merged", 4);
  metrics.add(Metric::idempotency_hits, "replayed", 2);
  metrics.set(Metric::open_tasks, 15);
  metrics.observe(Metric::sync_op_age, 250);
  metrics.observe(Metric::sync_op_age, 70'000);
  const ServerSignals read = ServerSignals::parse(to_prometheus(metrics));
  for_each_metric([&](Metric metric) {
    CAPTURE(metric_info(metric).name);
    if (metric_info(metric).name.rfind(kMetricPrefix, 0) != 0) return;  // a convention's, not ours
    REQUIRE(read.total(metric_info(metric).name).has_value());
    CHECK(*read.total(metric_info(metric).name) == metrics.total(metric));
  });
}

TEST_CASE("live/signals: a page that is no metrics page is not ours") {
  CHECK_FALSE(ServerSignals::parse("").is_ours());
  CHECK_FALSE(ServerSignals::parse("<!doctype html>\n<title>srl_x 1</title>\n").is_ours());
  CHECK_FALSE(ServerSignals::parse("node_cpu_seconds_total 12\n").is_ours());
  CHECK(ServerSignals::parse("srl_open_tasks 0\n").is_ours());
}

TEST_CASE("live/signals: lines that are not understood are left out") {
  const ServerSignals read = ServerSignals::parse(
      "srl_good{path=\"/a b\"} 2\nsrl_good 1\nsrl_no_value\nsrl_words many\n\n# srl_comment 9\nsrl_last 7");
  CHECK(read.total("srl_good") == 3);
  CHECK(read.total("srl_last") == 7);
  CHECK(read.totals().size() == 2);
}

TEST_CASE("live/signals: device and server stand side by side, and what only the server has as well") {
  Metrics device;
  device.add(Metric::sync_retries, "timeout", 2);
  const ServerSignals server =
      ServerSignals::parse("srl_sync_retries_total{reason=\"timeout\"} 5\nsrl_http_requests_total 1234\n");
  const std::vector<SignalPairGroup> groups = pair_signals(device, server);
  const SignalPair& retries = groups.front().rows.front();
  CHECK(retries.title == "Retries");
  CHECK(retries.device == "2");
  CHECK(retries.server == "5");
  CHECK_FALSE(retries.is_quiet);
  const SignalPair& alone = groups.back().rows.front();
  CHECK(alone.title == "Http requests");
  CHECK(alone.device.empty());
  CHECK_FALSE(alone.server.empty());
}

}  // namespace srl::web
