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

}  // namespace

TEST_CASE("sim/scenarios: each one under naive breaks what it says") {
  for (const ScenarioText& text : scenario_texts()) {
    CAPTURE(text.name);
    const History history = scenario(text.name, kNaivePreset);
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

TEST_CASE("sim/scenarios: offline-replay makes 30 rows of 15 under naive, and names its first event") {
  const std::unique_ptr<World> world =
      test::run_world(scenario("offline-replay", kNaivePreset));
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
  const std::unique_ptr<World> world =
      test::run_world(scenario("offline-replay", kReliablePreset));
  CHECK(world->service_rows()->size() == 15);
  CHECK(world->service().open_count() == 15);
  CHECK(world->metrics().value(Metric::idempotency_hits, "replayed") == 15);
  for (std::size_t i = 0; i < world->device_count(); ++i) {
    CHECK(world->device(i).view().rows.size() == 15);
  }
}

TEST_CASE("sim/scenarios: a name that does not exist is answered with those that do") {
  const Result<History> history = open_scenario("no-such-thing");
  REQUIRE(!history.ok());
  CHECK(history.error().code == ErrorCode::unknown_name);
  CHECK(history.error().detail.find("offline-replay") != std::string::npos);
}

}  // namespace srl
