// SPDX-License-Identifier: MIT
// Every policy of the decision `signals`, on the same registry and the same run: what all must do,
// and what each adds to the one before.
#include "observe/exposure.h"
#include "support/runs.h"

namespace srl {
namespace {

// The phone's push is lost on its way; ten seconds later it goes again.
std::unique_ptr<World> run_with_a_lost_request(std::string_view policy) {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::signals] = policy;
  history.gestures = {create_gesture(2'000, kPhone, "Buy milk")};
  FaultSpec lost = test::fault_between("drop_request", 1'500, 8'000);
  lost.route = "push";
  history.faults = {lost};
  return test::run_world(history);
}

std::vector<const SignalsPolicy*> policies() {
  std::vector<const SignalsPolicy*> in_order;
  for (const PolicyInfo& info : policies_of(Decision::signals)) {
    for (const SignalsPolicy* policy : all_signals_policies()) {
      if (policy->info().name == info.name) in_order.push_back(policy);
    }
  }
  return in_order;
}

}  // namespace

TEST_CASE("signals: from policy to policy more is exposed, and nothing is taken away") {
  const std::vector<const SignalsPolicy*> all = policies();
  REQUIRE(all.size() == 3);
  for (std::size_t i = 1; i < all.size(); ++i) {
    CAPTURE(all[i]->info().name);
    int more = 0;
    for_each_metric([&](Metric metric) {
      const MetricInfo& info = metric_info(metric);
      for (std::size_t j = 0; j < info.series_count; ++j) {
        const bool before = Exposure(all[i - 1]->level()).shows(info, j);
        const bool now = Exposure(all[i]->level()).shows(info, j);
        CHECK((now || !before));
        more += now && !before;
      }
    });
    CHECK(more > 0);
  }
}

TEST_CASE("signals: under every policy responses are counted by status, failures too") {
  for (const SignalsPolicy* policy : policies()) {
    CAPTURE(policy->info().name);
    CHECK(Exposure(policy->level()).shows_all(metric_info(Metric::http_responses)));
  }
}

TEST_CASE("signals: no policy changes what happens, only what is said of it") {
  std::vector<std::uint64_t> effects;
  for (const SignalsPolicy* policy : policies()) {
    const std::unique_ptr<World> world = run_with_a_lost_request(policy->info().name);
    CHECK(world->metrics().total(Metric::sync_request_timeouts) == 1);
    CHECK(world->service_rows()->size() == 1);
    effects.push_back(world->log().count(EventKind::operation_applied));
  }
  CHECK(effects == std::vector<std::uint64_t>{1, 1, 1});
}

TEST_CASE("signals: a lost request shows where every operation is counted, and nowhere else") {
  for (const SignalsPolicy* policy : policies()) {
    CAPTURE(policy->info().name);
    const bool speaks = policy->info().name == "per_operation";
    const std::unique_ptr<World> world = run_with_a_lost_request(policy->info().name);
    const Metrics exposed = world->exposed_metrics();
    CHECK((exposed.total(Metric::sync_request_timeouts) == 1) == speaks);
    CHECK((exposed.value(Metric::sync_retries, "timeout") == 1) == speaks);
    CHECK(exposed.value(Metric::http_responses, "4xx") == 0);
    CHECK(test::is_broken(*world, "every_fault_leaves_a_signal") == !speaks);
  }
}

TEST_CASE("signals: counters of successes rise with what went well") {
  const std::unique_ptr<World> status = run_with_a_lost_request("http_status_only");
  const std::unique_ptr<World> successes = run_with_a_lost_request("success_counters");
  CHECK(status->exposed_metrics().value(Metric::sync_ops, "create_task", "applied") == 0);
  CHECK(successes->exposed_metrics().value(Metric::sync_ops, "create_task", "applied") == 1);
}

}  // namespace srl
