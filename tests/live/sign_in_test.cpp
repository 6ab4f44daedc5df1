// SPDX-License-Identifier: MIT
// A live device and its session: the same device as the simulation's, so only what is its own.
#include <doctest/doctest.h>

#include "live/fake_browser.h"
#include "live/live_bench.h"

namespace srl::web {

TEST_CASE("live/session: a device that was never told otherwise signs in as a guest") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  REQUIRE(tab.add("Milk").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(tab.view().session.is_signed_in());
  CHECK(tab.view().session.email.empty());
  CHECK(tab.view().session.blocked_review == 0);
  CHECK(server.service.rows().size() == 1);
}

TEST_CASE("live/session: a queue drains through an expiry and through a guest's ended session") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  tab.wait(2 * kSecondMs);
  REQUIRE(tab.add("Milk").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  REQUIRE(server.service.rows().size() == 1);
  REQUIRE(expire_access_tokens(server.service.database(), "").ok());
  REQUIRE(tab.add("Tea").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(server.service.rows().size() == 2);
  REQUIRE(delete_sessions_of_device(server.service.database(), "").ok());
  REQUIRE(tab.add("Bread").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(server.service.rows().size() == 3);
  CHECK(tab.view().claim == SyncClaim::synced);
}

TEST_CASE("live/session: a guest's sign-in that got no answer is tried again") {
  FakeStorage storage;
  FakeServer server;
  server.loses_guests = 2;
  Tab tab(storage, server);
  tab.wait(kSecondMs);
  CHECK(!tab.view().session.is_signed_in());
  tab.wait(kMinuteMs);
  CHECK(tab.view().session.is_signed_in());
}

TEST_CASE("live/session: who has signed out is no guest after a reload") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  tab.wait(2 * kSecondMs);
  REQUIRE(tab.session.device()->sign_out(Device::Unsent::ask).ok());
  tab.settle();
  tab.wait(10 * kSecondMs);
  CHECK(tab.view().session.state == SessionState::signed_out);
  CHECK(tab.browser.secret.account == kNobody);
  REQUIRE(tab.session.device()->sign_in_as_guest().ok());
  tab.settle();
  CHECK(tab.view().session.is_signed_in());
}

}  // namespace srl::web
