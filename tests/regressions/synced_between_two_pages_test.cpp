// SPDX-License-Identifier: MIT
// A new device that pulled 8,000 tasks said "synced" after the first thousand: nothing of its own
// was waiting, and the last request had succeeded. Found by the benchmark of a cold pull.
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regressions: a device is not synced between two pages of a pull") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({test::server_row(make_uuid_v7(1, 1, 1), "First", 1)}, 1, true);
  CHECK(bench.device->view().claim == SyncClaim::syncing);
  bench.answer_changes({test::server_row(make_uuid_v7(1, 2, 2), "Second", 2)}, 2, false);
  CHECK(bench.device->view().claim == SyncClaim::synced);
}

}  // namespace srl
