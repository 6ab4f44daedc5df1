// SPDX-License-Identifier: MIT
// The service's machine dies inside a transaction, or its database commits and it is not told.
#include <set>

#include "support/runs.h"

namespace srl {
namespace {

constexpr std::int64_t kBeyondTheLast = 1'000;

Gesture created(TimeMs at_ms, const std::string& title) {
  return create_gesture(at_ms, kPhone, title);
}

// Three tasks made offline go out in one push, in which the fault strikes once.
History one_push(std::string_view fault, std::int64_t statement = 0) {
  History history = test::quiet_history(kReliablePreset);
  history.faults.push_back(test::fault_between("offline", 1, 2 * kSecondMs));
  for (int i = 1; i <= 3; ++i) history.gestures.push_back(created(100 * i, "Task"));
  FaultSpec spec = test::fault_between(fault, 3, history.duration_ms);
  spec.route = "push";
  spec.count = 1;
  spec.statement = statement;
  history.faults.push_back(spec);
  return history;
}

std::vector<Event> events_of(const World& world, EventKind kind) {
  std::vector<Event> found;
  for (const Event& event : world.log().events()) {
    if (event.kind == kind) found.push_back(event);
  }
  return found;
}

void check_kept(World& world) {
  CHECK(test::broken_promises(world).empty());
  CHECK(world.end() == WorldEnd::at_rest);
}

// Ada signs out and in again; the fault strikes the route once, and she tries again.
History sign_in_anew(std::string_view fault, std::string_view route) {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 3 * kMinuteMs;
  history.gestures.push_back(created(100, "Task"));
  history.gestures.push_back(test::session_gesture(10 * kSecondMs, GestureKind::sign_out));
  history.gestures.push_back(test::code_for(12 * kSecondMs, kSimulatedEmail));
  history.gestures.push_back(test::session_gesture(40 * kSecondMs, GestureKind::enter_code));
  history.gestures.push_back(test::session_gesture(60 * kSecondMs, GestureKind::enter_code));
  FaultSpec spec = test::fault_between(fault, 1, 2 * kMinuteMs);
  spec.route = route;
  spec.count = 1;
  spec.statement = kBeyondTheLast;
  history.faults.push_back(spec);
  return history;
}

}  // namespace

TEST_CASE("sim/crash: what was committed is there after a crash in the same request") {
  const std::unique_ptr<World> world = test::run_world(one_push("server_crash", kBeyondTheLast));
  REQUIRE(world->probes().count(Probe::crash_after_commit) == 1);
  CHECK(world->probes().count(Probe::operation_replayed) == 3);
  CHECK(world->service_rows()->size() == 3);
  check_kept(*world);
}

TEST_CASE("sim/crash: at whichever statement the service dies, every promise is kept") {
  const std::int64_t statements =
      events_of(*test::run_world(one_push("server_crash", kBeyondTheLast)),
                EventKind::service_crashed)
          .at(0)
          .a;
  REQUIRE(statements > 10);
  for (std::int64_t k = 1; k <= statements + 1; ++k) {
    CAPTURE(k);
    const std::unique_ptr<World> world = test::run_world(one_push("server_crash", k));
    CHECK(events_of(*world, EventKind::service_crashed).size() == 1);
    CHECK(world->service_rows()->size() == 3);
    check_kept(*world);
  }
}

TEST_CASE(
    "sim/crash: where it is drawn, every statement of the real push is hit, and after the last") {
  History history = one_push("server_crash", kBeyondTheLast);
  const std::int64_t statements =
      events_of(*test::run_world(history), EventKind::service_crashed).at(0).a;
  std::set<std::pair<std::int64_t, std::string>> hit;
  history = one_push("server_crash");
  const auto seeds = static_cast<std::uint64_t>(statements) * 12;
  for (history.seed = 1; history.seed <= seeds; ++history.seed) {
    const std::unique_ptr<World> world = test::run_world(history);
    const std::vector<Event> crashes = events_of(*world, EventKind::service_crashed);
    REQUIRE(crashes.size() == 1);
    hit.insert({crashes[0].a, crashes[0].text});
  }
  CHECK(hit.size() == static_cast<std::size_t>(statements) + 1);
}

TEST_CASE("sim/doubt: a push whose commit is in doubt is answered 503, sent again and done once") {
  const std::unique_ptr<World> world = test::run_world(one_push("commit_in_doubt"));
  REQUIRE(world->probes().count(Probe::commit_in_doubt) == 1);
  CHECK(world->metrics().value(Metric::http_responses, "5xx") == 1);
  CHECK(world->probes().count(Probe::operation_replayed) == 3);
  CHECK(world->service_rows()->size() == 3);
  check_kept(*world);
}

TEST_CASE("sim/doubt: under naive the same push is done twice") {
  History history = one_push("commit_in_doubt");
  REQUIRE(apply_preset(history, kNaivePreset).ok());
  CHECK(test::is_broken(*test::run_world(history), "one_effect_per_gesture"));
}

TEST_CASE("sim/doubt: a code is not lost when the answer to it is, by a crash or a doubt") {
  for (const std::string_view fault : {"server_crash", "commit_in_doubt", "drop_reply"}) {
    CAPTURE(fault);
    History history = sign_in_anew(fault, "verify");
    const std::unique_ptr<World> world = test::run_world(history);
    CHECK(world->fault_strikes(0) == 1);
    CHECK(world->mailbox().size() == 1);  // no second code was needed
    CHECK(world->device(0).view().session.is_signed_in());
    CHECK(world->service().metrics().value(Metric::auth_sign_ins, "signed_in") == 1);
    check_kept(*world);
  }
}

TEST_CASE("sim/doubt: a refresh whose commit is in doubt signs nobody out") {
  for (const std::string_view fault : {"server_crash", "commit_in_doubt"}) {
    CAPTURE(fault);
    History history = test::quiet_history(kReliablePreset);
    history.gestures.push_back(created(5 * kSecondMs, "Task"));
    history.faults.push_back(test::fault_between("expire_token", 1 * kSecondMs, 2 * kSecondMs));
    FaultSpec spec = test::fault_between(fault, 1, history.duration_ms);
    spec.route = "refresh";
    spec.count = 1;
    spec.statement = kBeyondTheLast;
    history.faults.push_back(spec);
    const std::unique_ptr<World> world = test::run_world(history);
    CHECK(world->fault_strikes(1) == 1);
    CHECK(world->metrics().value(Metric::auth_sessions_lost) == 0);
    check_kept(*world);
  }
}

TEST_CASE("sim/doubt: whichever step of the worker is in doubt or dies, the reminder comes once") {
  for (const std::string_view fault : {"server_crash", "commit_in_doubt"}) {
    for (std::int64_t step = 1; step <= 6; ++step) {
      CAPTURE(fault);
      CAPTURE(step);
      History history = test::quiet_history(kReliablePreset);
      history.duration_ms = 6 * kMinuteMs;
      Gesture remind = created(kSecondMs, "Tea");
      remind.patch.mark(TaskField::remind_at);
      remind.patch.values.remind_at = 4 * kMinuteMs;
      history.gestures.push_back(remind);
      FaultSpec spec = test::fault_between(fault, 1, history.duration_ms);
      spec.route = "worker";
      spec.nth = step;
      spec.statement = kBeyondTheLast;
      history.faults.push_back(spec);
      const std::unique_ptr<World> world = test::run_world(history);
      CHECK(world->fault_strikes(0) == 1);
      CHECK(world->device(0).notices().shown().size() == 1);
      check_kept(*world);
    }
  }
}

}  // namespace srl
