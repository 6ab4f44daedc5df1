// SPDX-License-Identifier: MIT
// The network held back the copy of a refresh. Its token had been replaced twice when it came, and
// more than ten seconds had passed: the service took it for theft and ended the session of a device
// that had done nothing wrong. Found by the sweep.
#include "support/bench_service.h"

namespace srl {
namespace {

using test::BenchService;

Response refreshed(BenchService& service, const Session& session) {
  return service.run_with("", RefreshRequest{session.tokens.refresh_token}).response;
}

// Two refreshes, then a copy of the first one's request so long after the second.
Response copy_after(BenchService& service, DurationMs delay_ms, Session& last) {
  const Session first = service.session;
  const Session second = std::get<SessionResponse>(refreshed(service, first).body).session;
  last = std::get<SessionResponse>(refreshed(service, second).body).session;
  service.now_ms += delay_ms;
  return refreshed(service, first);
}

}  // namespace

TEST_CASE("regression: a copy of an old refresh within half a minute ends no session") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  Session last;
  CHECK(copy_after(service, 30 * kSecondMs, last).status == 200);
  CHECK(refreshed(service, last).status == 200);
  CHECK(service.metrics.value(Metric::auth_refreshes, "reissued_concurrent") == 1);
}

TEST_CASE("regression: one that comes later still does") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  Session last;
  CHECK(copy_after(service, 30 * kSecondMs + 1, last).status == 401);
  CHECK(refreshed(service, last).status == 401);
}

}  // namespace srl
