// SPDX-License-Identifier: MIT
// Somebody kept what had been done before signing in. The disk refused the batch that said so, but the
// changes themselves had been saved long ago, and so they were sent. Then the app was killed: they
// were nobody's again, and the next user who kept them had them too. Found by the sweep (reliable,
// seed 202304).
#include "support/bench_device.h"
#include "support/runs.h"

namespace srl {
namespace {

using test::BenchDevice;

Gesture act(TimeMs at_ms, GestureKind kind, std::string_view email = {}) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = kPhone;
  gesture.kind = kind;
  gesture.email = email;
  if (kind == GestureKind::sign_out) gesture.unsent = UnsentAnswer::keep;
  return gesture;
}

// Bob keeps what was done before; the disk refuses it, and the app is killed. Then comes Ada.
History kept_twice() {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 40 * kSecondMs;
  history.gestures = {act(1'000, GestureKind::sign_out),
                      create_gesture(2'000, kPhone, "Whose is it?"),
                      act(3'000, GestureKind::request_code, "bob@example.test"),
                      act(7'000, GestureKind::enter_code),
                      act(10'000, GestureKind::keep_work),
                      act(18'000, GestureKind::sign_out),
                      act(20'000, GestureKind::request_code, "ada@example.test"),
                      act(25'000, GestureKind::enter_code),
                      act(28'000, GestureKind::keep_work)};
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

TEST_CASE("regression: work that was kept in vain is the next one's who keeps it, and only theirs") {
  const std::unique_ptr<World> world = test::run_world(kept_twice());
  CHECK(world->device(0).view().session.email == "ada@example.test");
  CHECK(world->device(0).view().rows.size() == 1);
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK(test::broken_promises(*world).empty());
}

}  // namespace srl
