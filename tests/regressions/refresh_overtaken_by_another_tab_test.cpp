// SPDX-License-Identifier: MIT
// Two tabs shared the stored tokens. The answer to one tab's refresh was held back by the network;
// the other tab refreshed meanwhile, twice. Then the old answer came, and replaced the newer tokens
// in the store: the next refresh went out with a token that had been replaced long ago, was taken
// for theft, and the device was signed out. Found by the sweep (reliable, seed 101389).
#include "support/bench_device.h"
#include "support/runs.h"

namespace srl {
namespace {

using test::BenchDevice;

const Session kHeldBack = BenchDevice::session_of(1, "ada@example.test", 2);
const Session kNewer = BenchDevice::session_of(1, "ada@example.test", 3);

// A device whose refresh is under way, while another tab stores newer tokens.
class OvertakenOne : public BenchDevice {
 public:
  OvertakenOne() : BenchDevice(kReliablePreset) {
    start();
    answer_changes({}, 0);
    create("Buy milk");
    settle_disk();
    let_wait_pass();
    refuse(ErrorCode::token_expired);
    REQUIRE(sent.back().is<RefreshRequest>());
    refresh = sent.back().id;
    secrets = kNewer;
  }
  RequestId refresh = 0;
};

// The answer to the first tab's refresh is held back, the second tab refreshes every two seconds
// and is closed; then nobody refreshes for longer than an old token is forgiven.
History two_tabs(std::uint64_t seed) {
  History history = test::quiet_history(kReliablePreset);
  history.seed = seed;
  history.duration_ms = 90 * kSecondMs;
  history.faults.push_back(test::fault_between("expire_token", 5'000, 5'001));
  FaultSpec held_back = test::fault_between("reorder", 5'000, 8'000);
  held_back.route = "refresh";
  history.faults.push_back(held_back);
  history.faults.push_back(test::fault_between("second_tab", 6'300, 12'500));
  history.faults.push_back(test::fault_between("expire_token", 60'000, 60'001));
  return history;
}

}  // namespace

TEST_CASE("regression: an answer to a refresh replaces no newer tokens of another tab") {
  OvertakenOne bench;
  bench.device->on_response(bench.refresh, Response{200, SessionResponse{kHeldBack}});
  CHECK(bench.secrets == kNewer);
  CHECK(bench.device->view().session.state == SessionState::signed_in);
  bench.let_wait_pass();
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().request->access_token == kNewer.tokens.access_token);
}

TEST_CASE("regression: nor does one that comes after its time-out") {
  OvertakenOne bench;
  bench.device->on_timer(TimerKind::session_timeout);
  bench.device->on_response(bench.refresh, Response{200, SessionResponse{kHeldBack}});
  CHECK(bench.secrets == kNewer);
}

TEST_CASE(
    "regression: a device with two tabs, whose answers overtake each other, stays signed in") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    const std::unique_ptr<World> world = test::run_world(two_tabs(seed));
    CHECK_FALSE(test::is_broken(*world, "stays_signed_in"));
  }
}

}  // namespace srl
