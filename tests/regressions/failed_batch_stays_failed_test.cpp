// SPDX-License-Identifier: MIT
// Batch 2 fails, then the answer about batch 1 arrives: it is on disk. The device took that for the
// end of the trouble, never handed batch 2 over again, and its write waited for ever.
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regression: an older batch that becomes durable does not hide a newer one that failed") {
  test::BenchDevice bench(kReliablePreset);
  bench.start(false);
  PageStore& disk = bench.database->store();
  bench.create("First");
  const BatchId first = disk.last_batch();
  bench.create("Second");
  const BatchId second = disk.last_batch();
  REQUIRE(disk.mark_failed(second));
  bench.device->on_batch_failed(second);
  REQUIRE(disk.mark_durable(first));
  bench.device->on_durable(first);
  CHECK(bench.device->wants_disk_retry());
  CHECK(bench.device->view().disk_failing);
  const BatchId again = disk.retry();
  REQUIRE(disk.mark_durable(again));
  bench.device->on_durable(again);
  CHECK(!bench.device->view().disk_failing);
  CHECK(bench.device->view().not_durable == 0);
}

}  // namespace srl
