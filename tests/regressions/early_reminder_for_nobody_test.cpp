// SPDX-License-Identifier: MIT
// The worker's clock was ten minutes ahead, so a reminder went out early; at that moment nobody was
// signed in, so it went to nobody. Who signed in afterwards, but before it was due by the right
// clock, counted as a person who had to be reminded. Found by the sweep (reliable, seed 101772).
#include "support/runs.h"

namespace srl {
namespace {

constexpr TimeMs kDueMs = 12 * kMinuteMs;

// A phone that is signed out after a minute, and signs in again before the reminder is due.
History signed_out_meanwhile() {
  History history = test::quiet_history(kReliablePreset);
  history.duration_ms = 16 * kMinuteMs;
  Gesture create = create_gesture(1'000, kPhone, "Take the bread out");
  create.patch.mark(TaskField::remind_at);
  create.patch.values.remind_at = kDueMs;
  history.gestures = {create, test::code_for(7 * kMinuteMs, "ada@example.test"),
                      test::session_gesture(8 * kMinuteMs, GestureKind::enter_code)};
  history.faults.push_back(test::fault_between("revoke_session", kMinuteMs, kMinuteMs + 1));
  return history;
}

}  // namespace

TEST_CASE(
    "regression: who signs in after a reminder went out early, to nobody, is not waited for") {
  History history = signed_out_meanwhile();
  history.faults.push_back(test::fault_between("clock_jump", 4 * kMinuteMs, 6 * kMinuteMs));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->device(0).view().session.is_signed_in());
  CHECK(world->device(0).notices().shown().empty());
  CHECK(test::broken_promises(*world).empty());
}

TEST_CASE("regression: who signs in before it goes out in time is reminded") {
  const std::unique_ptr<World> world = test::run_world(signed_out_meanwhile());
  CHECK(world->device(0).notices().shown().size() == 1);
  CHECK(test::broken_promises(*world).empty());
}

}  // namespace srl
