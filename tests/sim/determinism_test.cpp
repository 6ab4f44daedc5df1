// SPDX-License-Identifier: MIT
#include "support/runs.h"

namespace srl {
namespace {

constexpr std::uint64_t kComparedSeeds = 100;

std::uint64_t digest_of(const History& history, bool keep_events, WorldPools* pools) {
  Result<std::unique_ptr<World>> world = World::create(history, {keep_events, keep_events, pools});
  REQUIRE(world.ok());
  (*world)->run_to_end();
  return (*world)->digest();
}

}  // namespace

TEST_CASE(
    "sim/determinism: a seed runs twice to the same digest, on fresh and on reused databases") {
  WorldPools pools;
  for (const std::string_view preset : preset_names()) {
    for (std::uint64_t seed = 1; seed <= kComparedSeeds; ++seed) {
      const Result<History> history = make_history(seed, preset, "");
      REQUIRE(history.ok());
      const std::uint64_t first = digest_of(*history, false, nullptr);
      CHECK_MESSAGE(digest_of(*history, true, &pools) == first, test::replay_line(preset, seed));
    }
  }
}

TEST_CASE("sim/determinism: another seed gives another digest") {
  const Result<History> one = make_history(1, kReliablePreset, "two_devices");
  const Result<History> two = make_history(2, kReliablePreset, "two_devices");
  CHECK(digest_of(*one, false, nullptr) != digest_of(*two, false, nullptr));
}

TEST_CASE("sim/determinism: a history that was written and read again runs to the same digest") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Result<History> history = make_history(seed, kNaivePreset, "");
    REQUIRE(history.ok());
    const Result<History> again = parse_history(dump_history(*history));
    REQUIRE_MESSAGE(again.ok(), (again.ok() ? "" : again.error().detail));
    CHECK(digest_of(*history, false, nullptr) == digest_of(*again, false, nullptr));
  }
}

TEST_CASE("sim/rewind: from anywhere to anywhere, the run is as if it had never gone back") {
  const Result<History> history = make_history(21, kReliablePreset, "two_devices");
  REQUIRE(history.ok());
  const std::unique_ptr<World> straight = test::open_world(*history);
  const std::unique_ptr<World> wandering = test::open_world(*history);
  RandomStream random{5, 0, 0, 0};
  for (int i = 0; i < 20; ++i) {
    REQUIRE(wandering->rewind(random.between(0, history->duration_ms)).ok());
  }
  REQUIRE(wandering->rewind(history->duration_ms).ok());
  straight->run_until(history->duration_ms);
  CHECK(wandering->digest() == straight->digest());
  CHECK(wandering->steps() == straight->steps());
  CHECK(wandering->log().events().size() == straight->log().events().size());
}

TEST_CASE("sim/rewind: a long run goes back over several checkpoints") {
  History history = test::quiet_history(kReliablePreset, true);
  history.duration_ms = 2 * kHourMs;
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(kHourMs);
  const std::uint64_t digest = world->digest();
  world->run_until(2 * kHourMs);
  REQUIRE(world->steps() > 3 * kEventsPerCheckpoint);
  REQUIRE(world->rewind(kHourMs).ok());
  CHECK(world->digest() == digest);
}

TEST_CASE("sim/live play: what a person did runs again, from its history, to the same digest") {
  const std::unique_ptr<World> live = test::open_world(test::quiet_history(kReliablePreset, true));
  live->run_until(1'000);
  const std::size_t offline = live->begin_fault([] {
    FaultSpec spec;
    spec.fault = "offline";
    spec.device = kPhone;
    return spec;
  }());
  const Intent task = live->add_gesture(create_gesture(0, kPhone, "Made by hand"));
  live->run_until(4'321);
  live->step();
  live->add_gesture(update_gesture(0, kPhone, task, completed_patch(true)));
  live->end_fault(offline);
  live->run_to_end();

  const std::unique_ptr<World> again = test::run_world(live->history());
  CHECK(again->digest() == live->digest());
  CHECK(live->service_rows()->size() == 1);
}

TEST_CASE("sim/live play: a gesture in the past forgets the live future, not the scripted one") {
  History history = test::quiet_history(kReliablePreset);
  history.gestures.push_back(create_gesture(9'000, kPhone, "Scripted"));
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(1'000);
  world->add_gesture(create_gesture(0, kPhone, "First"));
  world->run_until(5'000);
  world->add_gesture(create_gesture(0, kPhone, "Second"));
  REQUIRE(world->rewind(3'000).ok());
  world->forget_future();
  world->add_gesture(create_gesture(0, kPhone, "Instead"));
  world->run_to_end();
  std::vector<std::string> titles;
  const Result<std::vector<Task>> rows = world->service_rows();
  for (const Task& task : rows.value()) titles.push_back(task.fields.title);
  CHECK(titles == std::vector<std::string>{"First", "Instead", "Scripted"});
  CHECK(test::run_world(world->history())->digest() == world->digest());
}

TEST_CASE(
    "sim/live play: what was done after the run came to rest replays to the same digest too") {
  History history = test::quiet_history(kReliablePreset);
  FaultSpec scripted = test::fault_between("offline", 1'000, 20'000);
  scripted.device = kPhone;
  history.faults.push_back(scripted);
  const std::unique_ptr<World> live = test::open_world(history);
  live->run_until(5'000);
  live->end_fault(0);  // earlier than the script would have it
  live->run_to_end();
  REQUIRE(live->end() == WorldEnd::at_rest);
  live->run_until(live->now_ms() + kMinuteMs);
  live->add_gesture(create_gesture(0, kPhone, "Afterwards"));
  live->run_to_end();

  const std::unique_ptr<World> again = test::run_world(live->history());
  CHECK(again->digest() == live->digest());
  CHECK(again->service_rows()->size() == 1);
}

}  // namespace srl
