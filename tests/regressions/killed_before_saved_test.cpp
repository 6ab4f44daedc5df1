// SPDX-License-Identifier: MIT
// An app was killed with a write that the disk had refused. The write was gone, but the next run of
// the app still counted it as not yet saved, and so was never done.
#include "support/runs.h"

namespace srl {

TEST_CASE("regression: what died unsaved with the app is nothing that the next run waits for") {
  History history = test::quiet_history(kReliablePreset);
  history.faults.push_back(test::fault_between("storage_full", 1'000, 4'000));
  history.faults.push_back(test::fault_between("kill_app", 3'000, 3'001));
  history.gestures.push_back(create_gesture(2'000, kPhone, "Never on the disk"));
  const std::unique_ptr<World> world = test::run_world(history);
  CHECK(world->device(0).view().not_durable == 0);
  CHECK(world->end() == WorldEnd::at_rest);
  CHECK(test::broken_promises(*world).empty());
}

}  // namespace srl
