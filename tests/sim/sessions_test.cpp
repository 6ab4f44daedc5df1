// SPDX-License-Identifier: MIT
// People and sessions in the simulated world.
#include "support/runs.h"

namespace srl {
namespace {

using test::code_for;
using test::session_gesture;

// Ada leaves an unsent task behind, Bob signs in.
History two_users(std::string_view preset) {
  History history = test::quiet_history(preset);
  history.faults.push_back(test::fault_between("offline", 900, 3'000));
  history.gestures.push_back(create_gesture(1'000, kPhone, "Ada's"));
  Gesture sign_out = session_gesture(2'000, GestureKind::sign_out);
  sign_out.unsent = UnsentAnswer::keep;
  history.gestures.push_back(sign_out);
  history.gestures.push_back(code_for(4'000, "bob@example.test"));
  history.gestures.push_back(session_gesture(7'000, GestureKind::enter_code));
  history.gestures.push_back(create_gesture(9'000, kPhone, "Bob's"));
  return history;
}

const SessionView& session_of(const World& world, std::string_view device) {
  return world.find_device(device)->view().session;
}

}  // namespace

TEST_CASE("sim/sessions: a device starts signed in, without any traffic about it") {
  const std::unique_ptr<World> world = test::open_world(test::quiet_history(kReliablePreset, true));
  for (const std::string_view device : {kPhone, kLaptop}) {
    CHECK(session_of(*world, device).state == SessionState::signed_in);
    CHECK(session_of(*world, device).email == kSimulatedEmail);
    CHECK(session_of(*world, device).account == kSimulatedAccount);
  }
  CHECK(session_of(*world, kPhone).id != session_of(*world, kLaptop).id);
  CHECK(world->metrics().total(Metric::auth_sign_ins) == 0);
  CHECK(world->metrics().value(Metric::auth_sessions) == 2);
}

TEST_CASE("sim/sessions: a code arrives in the mailbox and signs its reader in") {
  const std::unique_ptr<World> world = test::run_world(two_users(kReliablePreset));
  REQUIRE(world->mailbox().size() == 1);
  CHECK(world->mailbox()[0].to == "bob@example.test");
  CHECK(world->mailbox()[0].at_ms >= 4'000 + kMailDelayMinMs);
  const SessionView& session = session_of(*world, kPhone);
  CHECK(session.state == SessionState::signed_in);
  CHECK(session.account != kSimulatedAccount);
  CHECK(session.of_others == 1);
  CHECK(world->service_rows(kSimulatedAccount)->empty());
  CHECK(world->service_rows(session.account)->size() == 1);
  CHECK(test::broken_promises(*world).empty());
  CHECK(world->end() == WorldEnd::at_rest);
}

TEST_CASE("sim/sessions: without a queue for each user the next one's account gets it all") {
  History history = two_users(kReliablePreset);
  history.safeguards[Decision::auth] = "unbound_queue";
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(test::is_broken(*world, "no_foreign_data"));
  CHECK(world->service_rows(session_of(*world, kPhone).account)->size() == 2);
}

TEST_CASE("sim/sessions: a session that another device has ended asks for a sign-in, with reason") {
  History history = test::quiet_history(kReliablePreset, true);
  Gesture revoke = session_gesture(2'000, GestureKind::revoke_session);
  revoke.target = kLaptop;
  history.gestures.push_back(revoke);
  history.gestures.push_back(create_gesture(6'000, kLaptop, "Later"));
  const std::unique_ptr<World> world = test::open_world(history);
  world->run_until(10'000);
  CHECK(session_of(*world, kLaptop).state == SessionState::sign_in_needed);
  CHECK(session_of(*world, kLaptop).blocked_auth == 1);
  CHECK(session_of(*world, kPhone).state == SessionState::signed_in);
  world->run_to_end();
  CHECK(session_of(*world, kLaptop).state == SessionState::signed_in);
  CHECK(world->service_rows()->size() == 1);
  CHECK(test::broken_promises(*world).empty());
}

TEST_CASE("sim/sessions: the patient person leaves as soon as a person plays along") {
  const std::unique_ptr<World> world = test::run_world(test::quiet_history(kReliablePreset));
  world->add_gesture(session_gesture(0, GestureKind::sign_out));
  world->run_until(world->now_ms() + 10 * kMinuteMs);
  CHECK(session_of(*world, kPhone).state == SessionState::signed_out);
  CHECK(world->mailbox().empty());
}

TEST_CASE("sim/sessions: a rewind brings sessions and mailbox back, and the same run follows") {
  const std::unique_ptr<World> world = test::open_world(two_users(kReliablePreset));
  world->run_to_end();
  const std::uint64_t digest = world->digest();
  const TimeMs end_ms = world->now_ms();
  REQUIRE(world->rewind(3'500).ok());
  CHECK(session_of(*world, kPhone).state == SessionState::signed_out);
  CHECK(world->mailbox().empty());
  world->run_until(end_ms);
  CHECK(world->digest() == digest);
  CHECK(world->mailbox().size() == 1);
}

TEST_CASE("sim/sessions: a played gesture of each kind runs again to the same digest") {
  const std::unique_ptr<World> live = test::open_world(test::quiet_history(kReliablePreset, true));
  live->add_gesture(create_gesture(0, kPhone, "Task"));
  live->run_until(3'000);
  Gesture revoke = session_gesture(0, GestureKind::revoke_session);
  revoke.target = kLaptop;
  live->add_gesture(revoke);
  live->run_until(6'000);
  live->add_gesture(session_gesture(0, GestureKind::sign_out));
  live->add_gesture(create_gesture(0, kPhone, "Before"));
  live->add_gesture(code_for(0, "bob@example.test"));
  live->run_until(9'000);
  live->add_gesture(session_gesture(0, GestureKind::enter_code));
  live->run_until(12'000);
  live->add_gesture(session_gesture(0, GestureKind::keep_work));
  live->add_gesture(session_gesture(0, GestureKind::discard_work));
  live->run_to_end();

  const Result<History> read = parse_history(dump_history(live->history()));
  REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().detail));
  const std::unique_ptr<World> again = test::run_world(*read);
  CHECK(again->digest() == live->digest());
  CHECK(again->service_rows(session_of(*again, kPhone).account)->size() == 1);
}

TEST_CASE("sim/sessions: a gesture about the session that lacks what it needs is refused") {
  const auto refused = [](const char* gesture) {
    const std::string text =
        std::string(R"({"format":1,"gestures":[{"at":1,"actor":"phone",)") + gesture + "}]}";
    return parse_history(text);
  };
  CHECK(refused(R"("do":"enter_code")").ok());
  const char* bad[] = {R"("do":"request_code")", R"("do":"revoke_session")",
                       R"("do":"sign_out","args":{"unsent":"maybe"})",
                       R"("do":"sign_out","args":{"email":"ada@example.test"})"};
  for (const char* gesture : bad) {
    CAPTURE(gesture);
    const Result<History> history = refused(gesture);
    REQUIRE(!history.ok());
    CHECK(history.error().detail.find("/gestures/0/args") != std::string::npos);
  }
}

TEST_CASE("sim/sweep: each policy of auth but the last breaks what it is known for") {
  struct Break {
    const char* policy;
    const char* promise;
  };
  const Break kBreaks[] = {{"drop_on_401", "no_acknowledged_write_lost"},
                           {"retry_forever", "queue_drains"},
                           {"refresh_interactive_only", "queue_drains"},
                           {"unbound_queue", "no_foreign_data"},
                           {"strict_rotation", "stays_signed_in"}};
  WorldPools pools;
  for (const Break& broken : kBreaks) {
    CAPTURE(broken.policy);
    SweepSummary sweep;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      Result<History> history = make_history(seed, kReliablePreset, "");
      REQUIRE(history.ok());
      history->safeguards[Decision::auth] = broken.policy;
      REQUIRE(run_history(*history, pools, sweep).ok());
    }
    CHECK_MESSAGE(sweep.violations.count(broken.promise) == 1, broken.promise);
  }
}

}  // namespace srl
