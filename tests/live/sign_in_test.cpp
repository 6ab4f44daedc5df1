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
  REQUIRE(tab.live.device()->sign_out(Device::Unsent::ask).ok());
  tab.settle();
  tab.wait(10 * kSecondMs);
  CHECK(tab.view().session.state == SessionState::signed_out);
  CHECK(tab.browser.secret.account == kNobody);
  REQUIRE(tab.live.device()->sign_in_as_guest().ok());
  tab.settle();
  CHECK(tab.view().session.is_signed_in());
}

TEST_CASE("live/session: two tabs of a user see each other's session, and one ends the other's") {
  FakeStorage storage;
  FakeServer server;
  Tab one(storage, server);
  Tab other(storage, server);
  LiveDevice& device = *one.live.device();
  device.ask_sessions();
  one.settle();
  const std::size_t before = device.sessions().size();
  REQUIRE(before >= 2);
  REQUIRE(device.revoke_session(other.live.device_id()).ok());
  one.settle();
  REQUIRE(device.sessions().size() == before - 1);
  CHECK(sessions_of(server.service.database(), server.service.account_id, server.service.now_ms)
            ->size() == before - 1);
  int of_this = 0;
  for (const SessionLine& line : device.sessions()) {
    CHECK(line.device != other.live.device_id());
    of_this += line.is_this && line.title == device.title() ? 1 : 0;
  }
  CHECK(of_this == 1);
}

TEST_CASE("live/session: another user signs in and sees nothing of the first") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  tab.wait(2 * kSecondMs);
  REQUIRE(tab.add("The guests'").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  LiveDevice& device = *tab.live.device();
  REQUIRE(device.sign_out(Device::Unsent::ask).ok());
  REQUIRE(device.request_code("ada@example.test").ok());
  tab.settle();
  REQUIRE(device.enter_code(server.mailed_code).ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(tab.view().session.email == "ada@example.test");
  CHECK(tab.view().rows.empty());
}

TEST_CASE(
    "live/session: the tabs of one browser are devices of one guest, in another browser there is "
    "another one") {
  FakeStorage storage;
  FakeServer server;
  Tab one(storage, server);
  one.wait(2 * kSecondMs);
  REQUIRE(one.add("Milk").ok());
  one.settle();
  one.wait(2 * kSecondMs);
  Tab two(storage, server);
  two.wait(6 * kSecondMs);
  CHECK(two.view().session.account == one.view().session.account);
  CHECK(two.view().session.id != one.view().session.id);
  CHECK(two.view().rows.size() == 1);
  FakeStorage elsewhere;
  Tab other(elsewhere, server);
  other.wait(6 * kSecondMs);
  CHECK(other.view().session.account != one.view().session.account);
  CHECK(other.view().rows.empty());
}

TEST_CASE(
    "live/session: where the other tab's session has ended, a guest has an account of their own") {
  FakeStorage storage;
  FakeServer server;
  Tab one(storage, server);
  one.wait(2 * kSecondMs);
  REQUIRE(delete_sessions_of_device(server.service.database(), one.live.device_id()).ok());
  Tab two(storage, server);
  two.wait(6 * kSecondMs);
  CHECK(two.view().session.is_signed_in());
  CHECK(two.view().session.account != one.view().session.account);
}

TEST_CASE("live/session: a device elsewhere joins a guest by the code that the account shows") {
  FakeStorage here;
  FakeStorage elsewhere;
  FakeServer server;
  Tab phone(here, server);
  phone.wait(2 * kSecondMs);
  REQUIRE(phone.add("Milk").ok());
  phone.settle();
  phone.wait(2 * kSecondMs);
  REQUIRE(phone.live.device()->ask_join_code().ok());
  phone.settle();
  const std::string code = phone.live.device()->join_code();
  CHECK(code.size() == 11);
  Tab laptop(elsewhere, server);
  laptop.wait(2 * kSecondMs);
  REQUIRE(laptop.add("Tea").ok());
  laptop.settle();
  laptop.wait(2 * kSecondMs);
  REQUIRE(laptop.live.device()->sign_out(Device::Unsent::ask).ok());
  REQUIRE(laptop.live.device()->join_guest(code).ok());
  laptop.settle();
  laptop.wait(6 * kSecondMs);
  CHECK(laptop.view().session.account == phone.view().session.account);
  CHECK(laptop.view().rows.size() == 2);  // what the laptop had came along
  CHECK(server.service.rows().size() == 2);
}

TEST_CASE(
    "live/session: a guest joins another one with what they have, and stays where the code is "
    "none") {
  FakeStorage here;
  FakeStorage elsewhere;
  FakeServer server;
  Tab phone(here, server);
  phone.wait(2 * kSecondMs);
  REQUIRE(phone.add("Milk").ok());
  REQUIRE(phone.live.device()->ask_join_code().ok());
  phone.settle();
  phone.wait(2 * kSecondMs);
  Tab laptop(elsewhere, server);
  laptop.wait(2 * kSecondMs);
  REQUIRE(laptop.add("Tea").ok());
  laptop.settle();
  LiveDevice& device = *laptop.live.device();
  CHECK(device.join_guest("12345").error().code == ErrorCode::bad_value);
  device.set_online(false);
  CHECK(device.join_guest(phone.live.device()->join_code()).error().code ==
        ErrorCode::not_possible);
  CHECK(laptop.view().session.is_signed_in());
  device.set_online(true);
  laptop.wait(2 * kSecondMs);
  const AccountId own = laptop.view().session.account;
  CHECK(own != phone.view().session.account);
  REQUIRE(device.join_guest("K7QF2-MXR9T").ok());  // of no account
  laptop.settle();
  laptop.wait(6 * kSecondMs);
  CHECK(laptop.view().session.is_signed_in());
  CHECK(laptop.view().session.account == own);
  CHECK(laptop.view().session.problem == ErrorCode::code_wrong);
  CHECK(laptop.view().rows.size() == 1);
  REQUIRE(device.join_guest(phone.live.device()->join_code()).ok());
  laptop.settle();
  laptop.wait(6 * kSecondMs);
  CHECK(laptop.view().session.account == phone.view().session.account);
  CHECK(laptop.view().rows.size() == 2);
  CHECK(server.service.rows().size() == 2);
}

TEST_CASE("live/session: signing in claims a guest's work, by the review of what was done before") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  tab.wait(2 * kSecondMs);
  REQUIRE(tab.add("Sent").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  LiveDevice& device = *tab.live.device();
  device.set_online(false);
  REQUIRE(tab.add("Not sent yet").ok());
  tab.settle();
  device.set_online(true);
  CHECK_FALSE(device.asks_about_unsent());
  REQUIRE(device.sign_out(Device::Unsent::ask).ok());
  CHECK(tab.view().rows.size() == 2);
  REQUIRE(device.request_code("ada@example.test").ok());
  tab.settle();
  REQUIRE(device.enter_code(server.mailed_code).ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(tab.view().rows.empty());
  CHECK(tab.view().session.blocked_review == 2);
  REQUIRE(device.keep_work().ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(tab.view().rows.size() == 2);
  CHECK(server.service.rows().size() == 2);
  CHECK(tab.view().claim == SyncClaim::synced);
}

}  // namespace srl::web
