// SPDX-License-Identifier: MIT
#include "sim/scenarios.h"

#include "support/runs.h"

namespace srl {
namespace {

History scenario(std::string_view name, std::string_view preset) {
  Result<History> history = open_scenario(name);
  REQUIRE_MESSAGE(history.ok(), (history.ok() ? "" : history.error().detail));
  REQUIRE(apply_preset(*history, preset).ok());
  return history.value();
}

// One that opens naive may name the rule that it is about, where that is not the most naive one.
History naive_form(std::string_view name) {
  const History opened = open_scenario(name).value();
  return opened.preset == kNaivePreset ? opened : scenario(name, kNaivePreset);
}

}  // namespace

TEST_CASE("sim/scenarios: each one under naive breaks what it says") {
  for (const ScenarioText& text : scenario_texts()) {
    CAPTURE(text.name);
    const History history = naive_form(text.name);
    REQUIRE(!history.narrative.broken_when_naive.empty());
    const std::unique_ptr<World> world = test::run_world(history);
    for (const std::string& promise : history.narrative.broken_when_naive) {
      CHECK_MESSAGE(test::is_broken(*world, promise), promise);
    }
  }
}

TEST_CASE("sim/scenarios: each one under reliable keeps every promise and comes to rest") {
  for (const ScenarioText& text : scenario_texts()) {
    CAPTURE(text.name);
    const std::unique_ptr<World> world = test::run_world(scenario(text.name, kReliablePreset));
    CHECK(test::broken_promises(*world).empty());
    CHECK(world->end() == WorldEnd::at_rest);
  }
}

TEST_CASE("sim/scenarios: each one has a name, a title and captions within its duration") {
  for (const ScenarioText& text : scenario_texts()) {
    const History history = scenario(text.name, kNaivePreset);
    CHECK(history.narrative.name == text.name);
    CHECK(!history.narrative.title.empty());
    CHECK(!history.narrative.captions.empty());
    for (const Caption& caption : history.narrative.captions) {
      CHECK(caption.at_ms <= history.duration_ms);
    }
  }
}

TEST_CASE(
    "sim/scenarios: offline-replay makes 30 rows of 15 under naive, and names its first event") {
  const std::unique_ptr<World> world = test::run_world(scenario("offline-replay", kNaivePreset));
  CHECK(world->service_rows()->size() == 30);
  CHECK(world->service().open_count() == 30);
  const PromiseVerdict& verdict = test::verdict(*world, "one_effect_per_gesture");
  CHECK(verdict.finding.intent == 1);
  REQUIRE(verdict.event_index < world->log().events().size());
  const Event& event = world->log().events()[verdict.event_index];
  CHECK(event.kind == EventKind::promise_broken);
  CHECK(event.time_ms == verdict.at_ms);
}

TEST_CASE("sim/scenarios: offline-replay keeps 15 rows under reliable, by idempotency hits") {
  const std::unique_ptr<World> world = test::run_world(scenario("offline-replay", kReliablePreset));
  CHECK(world->service_rows()->size() == 15);
  CHECK(world->service().open_count() == 15);
  CHECK(world->metrics().value(Metric::idempotency_hits, "replayed") == 15);
  for (std::size_t i = 0; i < world->device_count(); ++i) {
    CHECK(world->device(i).view().rows.size() == 15);
  }
}

TEST_CASE("sim/scenarios: clock-skew acknowledges a correction and drops it, by wall clocks only") {
  constexpr Intent kCorrection = 4;  // the phone's, made with the laptop's title in view
  const auto run_under = [](const char* policy) {
    History history = scenario("clock-skew", kReliablePreset);
    history.safeguards[Decision::conflict] = policy;
    return test::run_world(history);
  };
  for (const char* policy : {"last_client_clock", "last_hlc"}) {
    CAPTURE(policy);
    const bool lies = std::string_view(policy) == "last_client_clock";
    const std::unique_ptr<World> world = run_under(policy);
    const IntentRecord& correction = *world->oracle().model().find(kCorrection);
    CHECK(correction.told_acknowledged);
    const std::vector<Task> rows = world->service_rows().value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].fields.title == (lies ? "Dentist on Tuesday" : "Dentist on Wednesday, 9 am"));
    CHECK(test::is_broken(*world, "own_writes_visible") == lies);
  }
}

TEST_CASE("sim/scenarios: clock-skew opens with the rule that it is about") {
  const Result<History> history = open_scenario("clock-skew");
  REQUIRE(history.ok());
  CHECK(history->safeguards[Decision::conflict] == "last_client_clock");
  const std::unique_ptr<World> world = test::run_world(*history);
  CHECK(test::is_broken(*world, "own_writes_visible"));
}

TEST_CASE("sim/scenarios: under reliable the conflicts are decided by a person in the history") {
  struct End {
    const char* scenario;
    const char* title;
  };
  const End kEnds[] = {{"two-devices-one-task", "Book flights to Lisbon"},
                       {"delete-vs-edit", "Cancel the gym contract"},
                       {"clock-skew", "Dentist on Wednesday, 9 am"}};
  for (const End& end : kEnds) {
    CAPTURE(end.scenario);
    const std::unique_ptr<World> world = test::run_world(scenario(end.scenario, kReliablePreset));
    const Metrics metrics = world->metrics();
    CHECK(metrics.value(Metric::conflict_resolutions, "field_merge", "user") == 1);
    CHECK(metrics.value(Metric::conflicts_open) == 0);
    CHECK(world->oracle().model().person_intents.empty());  // nobody had to tidy up afterwards
    const std::vector<Task> rows = world->service_rows().value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].fields.title == end.title);
    for (std::size_t i = 0; i < world->device_count(); ++i) {
      const DeviceView& view = world->device(i).view();
      CHECK(view.conflicts.empty());
      CHECK(view.rejected.empty());
      REQUIRE(view.rows.size() == 1);
      CHECK(view.rows.begin()->second.fields == rows[0].fields);
    }
  }
}

TEST_CASE("sim/scenarios: stale-laptop under reliable keeps all three changes and asks nobody") {
  const std::unique_ptr<World> world = test::run_world(scenario("stale-laptop", kReliablePreset));
  const std::vector<Task> rows = world->service_rows().value();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].fields.title == "Prepare the talk for Friday");
  CHECK(!rows[0].fields.description.empty());
  CHECK(rows[0].fields.priority == Priority::urgent);
  CHECK(world->metrics().total(Metric::conflicts_detected) == 0);
}

TEST_CASE("sim/scenarios: duplicate-delivery under naive undoes a correction, under reliable not") {
  for (const std::string_view preset : {kNaivePreset, kReliablePreset}) {
    CAPTURE(preset);
    const std::unique_ptr<World> world = test::run_world(scenario("duplicate-delivery", preset));
    const std::vector<Task> rows = world->service_rows().value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].fields.title ==
          (preset == kNaivePreset ? "Offer for Mia: 40 euros" : "Offer for Mia: 45 euros"));
  }
}

TEST_CASE("sim/scenarios: retry-storm's load falls from naive to reliable, as its captions say") {
  const std::unique_ptr<World> naive = test::run_world(scenario("retry-storm", kNaivePreset));
  const std::unique_ptr<World> reliable = test::run_world(scenario("retry-storm", kReliablePreset));
  CHECK(naive->load().peak_second() > 1'300);
  CHECK(naive->load().peak_second() < 1'500);
  CHECK(reliable->load().peak_second() < 260);
  CHECK(reliable->service_rows()->size() == 2);
}

// Background work takes cron's five minutes: those scenarios play a hundred times as fast.
TEST_CASE("sim/scenarios: breaks are seen within 40 s, and every gesture is possible") {
  for (const ScenarioText& text : scenario_texts()) {
    CAPTURE(text.name);
    const std::unique_ptr<World> naive = test::run_world(naive_form(text.name));
    const bool is_slow = naive->history().narrative.failure_mode == "jobs";
    const TimeMs patience_ms = (is_slow ? 105 : 1) * 40 * kSecondMs;
    for (const std::string& promise : naive->history().narrative.broken_when_naive) {
      CHECK_MESSAGE(test::verdict(*naive, promise).at_ms <= patience_ms, promise);
    }
    const std::unique_ptr<World> world = test::run_world(scenario(text.name, kReliablePreset));
    for (const Event& event : world->log().events()) {
      const bool missed = event.kind == EventKind::gesture_not_possible;
      CHECK_MESSAGE(!missed, event.intent, " ", event.text);
    }
  }
}

TEST_CASE("sim/scenarios: a name that does not exist is answered with those that do") {
  const Result<History> history = open_scenario("no-such-thing");
  REQUIRE(!history.ok());
  CHECK(history.error().code == ErrorCode::unknown_name);
  CHECK(history.error().detail.find("offline-replay") != std::string::npos);
}

}  // namespace srl
