// SPDX-License-Identifier: MIT
// A person kept what had been done before signing in. The disk refused the batch that said so, but
// the changes themselves had been saved long ago, and so they were sent. Then the app was killed:
// they were nobody's again, and the next user who kept them had them too. Found by the sweep
// (reliable, seed 202304).
#include "support/bench_device.h"
#include "support/runs.h"

namespace srl {
namespace {

using test::BenchDevice;
using test::code_for;
using test::session_gesture;

Gesture signs_out(TimeMs at_ms) {
  Gesture gesture = session_gesture(at_ms, GestureKind::sign_out);
  gesture.unsent = UnsentAnswer::keep;
  return gesture;
}

// Bob keeps what was done before; the disk refuses it, and the app is killed. Then comes Ada.
History kept_twice() {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 40 * kSecondMs;
  history.gestures = {signs_out(1'000),
                      create_gesture(2'000, kPhone, "Whose is it?"),
                      code_for(3'000, "bob@example.test"),
                      session_gesture(7'000, GestureKind::enter_code),
                      session_gesture(10'000, GestureKind::keep_work),
                      signs_out(18'000),
                      code_for(20'000, "ada@example.test"),
                      session_gesture(25'000, GestureKind::enter_code),
                      session_gesture(28'000, GestureKind::keep_work)};
  history.faults.push_back(test::fault_between("storage_full", 9'000, 16'000));
  history.faults.push_back(test::fault_between("kill_app", 15'000, 15'001));
  return history;
}

}  // namespace

TEST_CASE("regression: what was kept is sent when the disk has it that it was kept") {
  BenchDevice bench(kReliablePreset);
  bench.secrets = Session{};
  bench.start();
  bench.create("Before");
  bench.settle_disk();
  bench.sign_in(BenchDevice::session_of(2, "bob@example.test"));
  bench.let_wait_pass();
  bench.answer_changes({}, 0);
  REQUIRE(bench.device->keep_work().ok());
  bench.let_wait_pass();
  CHECK(bench.count<PushRequest>() == 0);
  CHECK(bench.device->view().not_durable == 1);

  SUBCASE("and it does") {
    bench.settle_disk();
    bench.let_wait_pass();
    CHECK(bench.count<PushRequest>() == 1);
    CHECK(bench.device->view().not_durable == 0);
  }
  SUBCASE("killed before, it waits for a decision again") {
    bench.kill_and_start();
    CHECK(bench.count<PushRequest>() == 0);
    CHECK(bench.device->view().session.blocked_review == 1);
  }
}

TEST_CASE(
    "regression: work that was kept in vain is the next one's who keeps it, and only theirs") {
  const std::unique_ptr<World> world = test::run_world(kept_twice());
  CHECK(world->device(0).view().session.email == "ada@example.test");
  CHECK(world->device(0).view().rows.size() == 1);
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK(test::broken_promises(*world).empty());
}

}  // namespace srl
