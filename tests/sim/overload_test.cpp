// SPDX-License-Identifier: MIT
// A service that is asked too often, too slow, out of disk or out of reach, and the many devices
// that come back to it.
#include "support/runs.h"

namespace srl {
namespace {

// A phone that makes a task a second, from 2 s to 11 s.
History busy_phone(std::string_view preset) {
  History history = test::quiet_history(preset);
  for (int i = 2; i < 12; ++i) {
    history.gestures.push_back(create_gesture(i * kSecondMs, kPhone, "Task " + std::to_string(i)));
  }
  return history;
}

FaultSpec with_amount(FaultSpec spec, std::int64_t amount) {
  spec.amount = amount;
  return spec;
}

FaultSpec with_delay(FaultSpec spec, DurationMs delay_ms) {
  spec.delay_ms = delay_ms;
  return spec;
}

std::int64_t count_replies(const World& world, std::string_view text) {
  std::int64_t count = 0;
  for (const Event& event : world.log().events()) {
    if (event.kind == EventKind::reply_sent && event.text == text) ++count;
  }
  return count;
}

bool all_is_well(const World& world, std::size_t rows) {
  return test::broken_promises(world).empty() && world.end() == WorldEnd::at_rest &&
         world.find_device(kPhone)->view().rows.size() == rows;
}

// 200 devices, and the service is away for eight seconds.
History storm_under(std::string_view policy) {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::sync_retry] = policy;
  history.duration_ms = kMinuteMs;
  history.faults.push_back(with_amount(test::fault_between("retry_storm", 100, kMinuteMs), 200));
  history.faults.push_back(test::fault_between("server_down", 12'000, 20'000));
  return history;
}

}  // namespace

TEST_CASE("sim/rate_limit: what exceeds the rate is turned away with a time, and gets there") {
  History history = busy_phone(kReliablePreset);
  history.faults.push_back(with_amount(test::fault_between("rate_limit", 1'000, 20'000), 1));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(count_replies(*world, "push: 429") + count_replies(*world, "changes: 429") > 0);
  const Metrics metrics = world->metrics();
  CHECK(metrics.value(Metric::http_shed, "rate_limit") > 0);
  CHECK(metrics.value(Metric::retry_after, "obeyed") > 0);
  CHECK(metrics.value(Metric::retry_after, "ignored") == 0);
  CHECK(all_is_well(*world, 10));
}

TEST_CASE("sim/rate_limit: under naive each refusal brings the next request") {
  History history = busy_phone(kNaivePreset);
  history.faults.push_back(with_amount(test::fault_between("rate_limit", 1'000, 20'000), 1));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->metrics().value(Metric::http_shed, "rate_limit") > 40);
  CHECK(world->metrics().value(Metric::retry_after, "obeyed") == 0);
}

TEST_CASE(
    "sim/slow_server: requests are served one after the other, late ones count all the same") {
  History history = busy_phone(kReliablePreset);
  history.devices.emplace_back(kLaptop);
  history.faults.push_back(with_delay(test::fault_between("slow_server", 1'000, 29'000), 7'000));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->metrics().value(Metric::sync_request_timeouts) > 0);
  CHECK(world->metrics().value(Metric::sync_late_replies) > 0);
  TimeMs last_ms = 0;
  for (const Event& event : world->log().events()) {
    const bool slow = event.time_ms > 9'000 && event.time_ms < 29'000;
    if (event.kind != EventKind::reply_sent || !slow) continue;
    if (last_ms != 0) CHECK(event.time_ms - last_ms >= 7'000);
    last_ms = event.time_ms;
  }
  CHECK(all_is_well(*world, 10));
}

TEST_CASE("sim/slow_server: a line that is full is shed, with a time to come back") {
  History history = test::quiet_history(kReliablePreset);
  history.faults.push_back(with_amount(test::fault_between("retry_storm", 100, 25'000), 200));
  history.faults.push_back(with_delay(test::fault_between("slow_server", 1'000, 25'000), 2'000));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->metrics().value(Metric::http_shed, "queue") > 0);
  CHECK(world->probes().count(Probe::storm_client_timed_out) > 0);
  CHECK(all_is_well(*world, 0));
}

TEST_CASE("sim/disk_full: writes are refused and reads answered, and everything arrives later") {
  History history = busy_phone(kReliablePreset);
  history.devices.emplace_back(kLaptop);
  history.faults.push_back(test::fault_between("disk_full", 5'500, 20'000));
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(19'000);
  CHECK(count_replies(*world, "push: 503") > 0);
  CHECK(world->service_rows()->size() < 10);
  CHECK(world->find_device(kLaptop)->view().claim == SyncClaim::synced);
  CHECK(world->metrics().value(Metric::sync_retries, "unavailable") > 0);
  world->run_to_end();
  CHECK(world->service_rows()->size() == 10);
  CHECK(all_is_well(*world, 10));
}

TEST_CASE(
    "sim/storage_full: the app says so, calls nothing saved, and saves it when there is room") {
  History history = busy_phone(kReliablePreset);
  history.faults.push_back(test::fault_between("storage_full", 5'500, 20'000));
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(19'000);
  const DeviceView& view = world->find_device(kPhone)->view();
  CHECK(view.disk_failing);
  CHECK(view.not_durable > 0);
  CHECK(world->service_rows()->size() == 4);  // the others were not sent unsaved
  world->run_to_end();
  CHECK_FALSE(view.disk_failing);
  CHECK(view.not_durable == 0);
  CHECK(all_is_well(*world, 10));
}

TEST_CASE("sim/storage_full: what was called saved under naive dies with the app") {
  History history = busy_phone(kNaivePreset);
  history.faults.push_back(test::fault_between("offline", 1'000, 25'000));
  history.faults.push_back(test::fault_between("storage_full", 5'500, 20'000));
  history.faults.push_back(test::fault_between("kill_app", 15'000, 15'001));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::is_broken(*world, "no_acknowledged_write_lost"));
}

TEST_CASE("sim/partition: the device is cut off without knowing, and the others go on") {
  History history = busy_phone(kReliablePreset);
  history.devices.emplace_back(kLaptop);
  FaultSpec cut = test::fault_between("partition", 4'500, 25'000);
  cut.device = kPhone;
  history.faults.push_back(cut);
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(24'000);
  CHECK(world->find_device(kPhone)->view().online);
  CHECK(world->find_device(kPhone)->view().queued > 0);
  CHECK(world->metrics().value(Metric::sync_request_timeouts) > 0);
  CHECK(world->find_device(kLaptop)->view().claim == SyncClaim::synced);
  world->run_to_end();
  CHECK(all_is_well(*world, 10));
}

TEST_CASE("sim/partition: what was on its way when it began is lost as well") {
  History history = busy_phone(kReliablePreset);
  const std::unique_ptr<World> calm = test::run_world(history);
  TimeMs applied_ms = 0;
  for (const Event& event : calm->log().events()) {
    if (event.kind == EventKind::operation_applied && applied_ms == 0) applied_ms = event.time_ms;
  }
  history.faults.push_back(test::fault_between("partition", applied_ms + 1, applied_ms + 3'000));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->probes().count(Probe::reply_cut_off) == 1);
  CHECK(world->metrics().value(Metric::idempotency_hits, "replayed") > 0);
  CHECK(all_is_well(*world, 10));
}

TEST_CASE(
    "sim/retry_storm: the load falls from policy to policy, in a second and in a tenth of one") {
  const auto peaks = [](std::string_view policy) {
    const std::unique_ptr<World> world = test::run_world(storm_under(policy));
    CHECK(world->metrics().value(Metric::request_load_peak) == world->load().peak_second());
    CHECK(world->metrics().value(Metric::request_load_peak_tenth) == world->load().peak_tenth());
    return world->load();
  };
  const LoadMeter immediate = peaks("immediate");
  const LoadMeter fixed = peaks("fixed");
  const LoadMeter backoff = peaks("backoff_full_jitter");
  const LoadMeter breaker = peaks("budget_and_breaker");
  CAPTURE(immediate.peak_second());
  CAPTURE(fixed.peak_tenth());
  CAPTURE(backoff.peak_second());
  CAPTURE(breaker.peak_second());
  CHECK(immediate.peak_second() > 1'000);
  CHECK(immediate.peak_second() > 4 * backoff.peak_second());
  CHECK(fixed.peak_tenth() > 3 * backoff.peak_tenth());  // in lockstep
  CHECK(breaker.peak_second() <= backoff.peak_second() + 50);
}

TEST_CASE("sim/retry_storm: the bound on the load breaks under the policies without jitter only") {
  for (const PolicyInfo& policy : policies_of(Decision::sync_retry)) {
    CAPTURE(policy.name);
    const std::unique_ptr<World> world = test::run_world(storm_under(policy.name));
    const bool comes_together = policy.name == "immediate" || policy.name == "fixed";
    CHECK(test::is_broken(*world, "load_bounded") == comes_together);
  }
}

TEST_CASE("sim/retry_storm: a run goes back into the storm and out again to the same digest") {
  History history = storm_under("immediate");
  history.faults.push_back(with_delay(test::fault_between("slow_server", 20'000, 30'000), 20));
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(14'000);
  const std::uint64_t digest = world->digest();
  const std::int64_t load = world->load().last_second(14'000);
  CHECK(load > 1'000);
  CHECK(world->metrics().value(Metric::request_load) == load);
  world->run_to_end();
  const std::uint64_t end = world->digest();
  REQUIRE(world->rewind(14'000).ok());
  CHECK(world->digest() == digest);
  CHECK(world->load().last_second(14'000) == load);
  world->run_to_end();
  CHECK(world->digest() == end);
}

TEST_CASE("sim/retry_storm: the devices' own messages are the same with a storm beside them") {
  History history = busy_phone(kReliablePreset);
  const auto sent_by_phone = [](const World& world) {
    std::vector<TimeMs> times;
    for (const Event& event : world.log().events()) {
      if (event.kind == EventKind::request_sent) times.push_back(event.time_ms);
    }
    return times;
  };
  const std::unique_ptr<World> alone = test::run_world(history);
  history.faults.push_back(test::fault_between("retry_storm", 1'500, 15'000));
  const std::unique_ptr<World> crowded = test::run_world(history);
  CHECK(crowded->load().peak_second() > 10);
  CHECK(sent_by_phone(*alone) == sent_by_phone(*crowded));
}

TEST_CASE(
    "sim/nothing_stuck: without retries a write waits, is not tried again, and nothing says why") {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::sync_retry] = "none";
  history.gestures.push_back(create_gesture(2'000, kPhone, "Forgotten"));
  history.faults.push_back(test::fault_between("server_down", 1'000, 10'000));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::is_broken(*world, "nothing_stuck"));
  CHECK(test::verdict(*world, "nothing_stuck").finding.intent == 1);
}

TEST_CASE("sim/nothing_stuck: a queue that is tried again without end is no forgotten one") {
  History history = test::quiet_history(kNaivePreset);
  history.devices.emplace_back(kLaptop);
  history.safeguards[Decision::conflict] = "reject_stale";
  history.gestures.push_back(create_gesture(1'000, kPhone, "Base"));
  history.gestures.push_back(update_gesture(9'000, kPhone, 1, title_patch("Phone")));
  history.gestures.push_back(update_gesture(9'010, kLaptop, 1, title_patch("Laptop")));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::is_broken(*world, "queue_drains"));
  CHECK_FALSE(test::is_broken(*world, "nothing_stuck"));
}

}  // namespace srl
