// SPDX-License-Identifier: MIT
// A push was given up after its time-out and sent again. The answer to the first one came late, and
// was taken: the operation was done. Then a proxy refused the second one as too large, and the
// device parked the operation, which its person was asked to look at for ever.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;

// One push that has timed out, and its repeat, which is on its way.
struct SentTwice : BenchDevice {
  SentTwice() : BenchDevice(kReliablePreset) {
    start(false);
    create("Buy milk");
    settle_disk();
    device->on_online(true);
    let_wait_pass();
    REQUIRE(sent.back().is_push());
    first = sent.back();
    time_ms += kRequestTimeoutMs;
    device->on_timer(TimerKind::request_timeout);
    time_ms += kHourMs;
    device->on_timer(TimerKind::retry);
    REQUIRE(sent.back().is_push());
    REQUIRE(sent.back().id != first.id);
  }
  Sent first;
};

}  // namespace

TEST_CASE("regression: an operation that is done is not parked when its repeat is too large") {
  SentTwice bench;
  bench.acknowledge(bench.first, 1);
  bench.refuse(ErrorCode::too_large);
  CHECK(bench.device->view().parked == 0);
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.counted.value(Metric::sync_too_large) == 1);
}

TEST_CASE("regression: an operation that is not done is parked when it is too large") {
  SentTwice bench;
  bench.refuse(ErrorCode::too_large);
  CHECK(bench.device->view().parked == 1);
}

}  // namespace srl
