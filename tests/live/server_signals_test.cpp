// SPDX-License-Identifier: MIT
#include "live/server_signals.h"

#include <doctest/doctest.h>

#include "live/signal_pairs.h"
#include "observe/export/prometheus.h"

namespace srl::web {
namespace {

const SignalPair& pair_titled(const std::vector<SignalPairGroup>& groups, std::string_view title) {
  static const SignalPair none;
  for (const SignalPairGroup& group : groups) {
    for (const SignalPair& pair : group.rows) {
      if (pair.title == title) return pair;
    }
  }
  FAIL("no signal with that title");
  return none;
}

}  // namespace

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
      "srl_good{path=\"/a b\"} 2\nsrl_good 1\nsrl_no_value\nsrl_words many\n\n# srl_comment "
      "9\nsrl_last 7");
  CHECK(read.total("srl_good") == 3);
  CHECK(read.total("srl_last") == 7);
  CHECK(read.totals().size() == 2);
}

TEST_CASE(
    "live/signals: device and server stand side by side, and what only the server has as well") {
  Metrics device;
  device.add(Metric::sync_retries, "timeout", 2);
  const ServerSignals server =
      ServerSignals::parse("srl_idempotency_hits_total 5\nsrl_http_requests_total 1234\n");
  const std::vector<SignalPairGroup> groups = pair_signals(device, server);
  CHECK(pair_titled(groups, "Retries").device == "2");
  CHECK_FALSE(pair_titled(groups, "Retries").is_quiet);
  CHECK(pair_titled(groups, "Idempotency hits").server == "5");
  const SignalPair& alone = groups.back().rows.front();
  CHECK(alone.title == "Http requests");
  CHECK(alone.device.empty());
  CHECK_FALSE(alone.server.empty());
}

TEST_CASE(
    "live/signals: a side that never counts a signal shows nothing for it, and the hint says why") {
  Metrics all;  // of both sides, as in the sandbox: a server that exports zeros as well
  const ServerSignals server = ServerSignals::parse(to_prometheus(all));
  const std::vector<SignalPairGroup> groups = pair_signals(all, server);
  const SignalPair& retries = pair_titled(groups, "Retries");
  CHECK(retries.device == "0");
  CHECK(retries.server.empty());
  CHECK(retries.hint.find("– Counted by each device for itself") != std::string::npos);
  const SignalPair& hits = pair_titled(groups, "Idempotency hits");
  CHECK(hits.device.empty());
  CHECK(hits.server == "0");
  CHECK(hits.hint.find("– Counted by the server") != std::string::npos);
}

}  // namespace srl::web
