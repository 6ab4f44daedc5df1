// SPDX-License-Identifier: MIT
// Worlds whose service goes back in time: restored backups, and databases that are made anew.
#include "service/task_store.h"
#include "support/runs.h"

namespace srl {
namespace {

FaultSpec fault_at(std::string_view name, TimeMs at_ms, DurationMs age_ms = 0) {
  FaultSpec spec;
  spec.fault = name;
  spec.from_ms = at_ms;
  spec.delay_ms = age_ms;
  return spec;
}

// Two tasks are synced before the backup of 10 s, one after it.
History restored(std::string_view preset) {
  History history = test::quiet_history(preset);
  history.gestures = {create_gesture(1'000, kPhone, "Before"), create_gesture(2'000, kPhone, "Too"),
                      create_gesture(11'000, kPhone, "After")};
  history.faults = {fault_at("restore_backup", 20'000, 10'000)};
  return history;
}

}  // namespace

TEST_CASE("sim/went back: what is lost is offered, and nothing of it is sent unasked") {
  const std::unique_ptr<World> world = test::open_world(restored(kReliablePreset));
  world->run_until(29'000);
  const DeviceView& view = world->device(0).view();
  CHECK(view.lost.count == 1);
  CHECK(view.lost.first_ms == 11'000);
  CHECK(view.rows.size() == 3);
  CHECK(world->service_rows()->size() == 2);
  world->run_to_end();  // the patient person decides
  CHECK(world->device(0).view().lost.count == 0);
  CHECK(world->service_rows()->size() == 3);
  CHECK(test::broken_promises(*world).empty());
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK(world->probes().count(Probe::acknowledged_write_taken_back) == 1);
}

TEST_CASE("sim/went back: under naive it is lost, and nobody is told") {
  const std::unique_ptr<World> world = test::run_world(restored(kNaivePreset));
  CHECK(test::is_broken(*world, "no_acknowledged_write_lost"));
  CHECK(world->device(0).view().rows.size() == 2);
}

TEST_CASE("sim/went back: a counter that has caught up fools nobody") {
  History history = restored(kReliablePreset);
  history.devices.emplace_back(kLaptop);
  // The phone sleeps from the loss on, until the laptop has used up its numbers.
  FaultSpec offline = test::fault_between("offline", 13'000, 28'000);
  offline.device = kPhone;
  history.faults.push_back(offline);
  for (TimeMs at_ms = 23'000; at_ms < 27'000; at_ms += 500) {
    history.gestures.push_back(create_gesture(at_ms, kLaptop, "New"));
  }
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::broken_promises(*world).empty());
  CHECK(world->service_rows()->size() == 11);
}

TEST_CASE("sim/went back: on an empty database nothing goes to another user, and all comes back") {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 60 * kSecondMs;
  history.gestures = {create_gesture(1'000, kPhone, "Ada's"),
                      test::session_gesture(15'000, GestureKind::sign_out),
                      test::code_for(16'000, "bob@example.test"),
                      test::session_gesture(20'000, GestureKind::enter_code),
                      create_gesture(22'000, kPhone, "Bob's"),
                      test::session_gesture(30'000, GestureKind::sign_out),
                      test::code_for(31'000, std::string(kSimulatedEmail)),
                      test::session_gesture(36'000, GestureKind::enter_code)};
  history.gestures[1].unsent = UnsentAnswer::keep;
  // Ada's last change is not sent when she signs out.
  history.gestures.insert(history.gestures.begin() + 1,
                          create_gesture(12'000, kPhone, "Ada's, unsent"));
  history.faults = {fault_at("new_database", 10'000),
                    test::fault_between("drop_request", 9'000, 15'500)};
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::broken_promises(*world).empty());
  CHECK(world->service_rows()->size() == 2);
  CHECK(world->probes().count(Probe::signed_in_to_a_new_database) > 0);
}

TEST_CASE("sim/went back: a fault that is injected now runs again to the same digest") {
  for (const std::string_view fault : {"restore_backup", "new_database"}) {
    CAPTURE(fault);
    const std::unique_ptr<World> live = test::open_world(test::quiet_history(kReliablePreset));
    live->add_gesture(create_gesture(0, kPhone, "A"));
    live->run_until(7'000);
    live->add_gesture(create_gesture(0, kPhone, "B"));
    live->run_until(12'345);
    live->begin_fault(fault_at(fault, 0, 6'000));
    live->run_until(25'000);
    live->add_gesture(test::session_gesture(0, GestureKind::send_lost));
    live->run_to_end();
    const std::uint64_t digest = live->digest();
    REQUIRE(live->rewind(5'000).ok());
    live->run_to_end();
    CHECK(live->digest() == digest);

    const Result<History> read = parse_history(dump_history(live->history()));
    REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().detail));
    CHECK(test::run_world(*read)->digest() == digest);
  }
}

}  // namespace srl
