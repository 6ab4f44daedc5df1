// SPDX-License-Identifier: MIT
// Found by a sweep: an app was killed when its disk had not taken a single batch. Started again it
// still waited for that batch, and with nothing to write none ever came: never in sync again.
#include "support/runs.h"

namespace srl {

TEST_CASE("regression: an app killed with nothing on its disk is in sync after the next start") {
  History history;
  REQUIRE(apply_preset(history, kReliablePreset).ok());
  history.devices = {"phone"};
  history.duration_ms = 15 * kSecondMs;
  Gesture gesture;
  gesture.at_ms = kSecondMs;
  gesture.device = "phone";
  gesture.patch.mark(TaskField::title);
  gesture.patch.values.title = "Tea";
  history.gestures.push_back(gesture);
  FaultSpec refuses;
  refuses.fault = "lost_commit";
  refuses.until_ms = 6 * kSecondMs;
  FaultSpec kill;
  kill.fault = "kill_app";
  kill.from_ms = 5 * kSecondMs;
  history.faults = {refuses, kill};
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK(world->device(0).view().claim == SyncClaim::synced);
  CHECK(world->device(0).view().not_durable == 0);
}

}  // namespace srl
