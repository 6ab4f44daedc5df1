// SPDX-License-Identifier: MIT
// Signing in and out on a device of the sandbox.
#include "app/sim_device.h"

#include <doctest/doctest.h>

#include "policies/catalog.h"

namespace srl::web {
namespace {

constexpr const char* kBob = "bob@example.test";
constexpr DurationMs kMailArrives = 3'000;

struct SignedInPhone {
  Sandbox sandbox;
  SimDevice device{sandbox, std::string(kPhone)};

  explicit SignedInPhone(std::string_view preset) {
    History history;
    history.devices = {std::string(kPhone), std::string(kLaptop)};
    REQUIRE(apply_preset(history, preset).ok());
    REQUIRE(sandbox.open_history(std::move(history)).ok());
    wait(1'000);
  }
  void wait(DurationMs duration_ms) { sandbox.seek(sandbox.now_ms() + duration_ms); }
  const SessionView& view() const { return device.view().session; }
  void sign_in(const char* email) {
    REQUIRE(device.request_code(email).ok());
    wait(kMailArrives);
    REQUIRE(device.enter_code(device.mailed_code()).ok());
    wait(2'000);
  }
  void add(const char* title) {
    TaskPatch fields;
    fields.mark(TaskField::title);
    fields.values.title = title;
    REQUIRE(device.create_task(fields).ok());
  }
};

}  // namespace

TEST_CASE("app/sim_device: signed out, and in again as another user with the code in the mailbox") {
  SignedInPhone phone(kReliablePreset);
  CHECK(phone.view().email == "ada@example.test");
  REQUIRE(phone.device.sign_out(Device::Unsent::ask).ok());
  CHECK(phone.view().state == SessionState::signed_out);
  CHECK(phone.device.address_to_offer() == "ada@example.test");
  CHECK(phone.device.mailed_code().empty());
  phone.sign_in(kBob);
  CHECK(phone.view().state == SessionState::signed_in);
  CHECK(phone.view().email == kBob);
  CHECK(phone.device.sessions().size() == 1);
}

TEST_CASE("app/sim_device: what cannot be is said at once and is no gesture of the run") {
  SignedInPhone phone(kReliablePreset);
  REQUIRE(phone.device.sign_out(Device::Unsent::ask).ok());
  const std::size_t gestures = phone.sandbox.world().history().gestures.size();
  CHECK(phone.device.request_code("nobody").error().code == ErrorCode::bad_value);
  phone.device.set_online(false);
  CHECK(phone.device.request_code(kBob).error().code == ErrorCode::not_possible);
  CHECK(phone.device.enter_code("123456").error().code == ErrorCode::not_possible);
  CHECK(phone.sandbox.world().history().gestures.size() == gestures);
}

TEST_CASE("app/sim_device: unsent work is asked about only where the policy asks") {
  for (const std::string_view preset : {kNaivePreset, kReliablePreset}) {
    SignedInPhone phone(preset);
    const bool asks = preset == kReliablePreset;
    CHECK(phone.device.asks_about_unsent() == asks);
    phone.device.set_online(false);
    phone.add("Unsent");
    phone.wait(200);
    REQUIRE(phone.device.sign_out(Device::Unsent::ask).ok());
    CHECK((phone.view().state == SessionState::signed_out) != asks);
    CHECK(phone.device.view().rows.size() == (asks ? 1 : 0));
    if (!asks) continue;
    REQUIRE(phone.device.sign_out(Device::Unsent::keep).ok());
    CHECK(phone.view().state == SessionState::signed_out);
    CHECK(phone.view().of_others == 1);
    CHECK(phone.device.view().rows.empty());
  }
}

TEST_CASE("app/sim_device: the other device is signed out from here, and asks to sign in") {
  SignedInPhone phone(kReliablePreset);
  const std::vector<SessionLine> lines = phone.device.sessions();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].is_this != lines[1].is_this);
  REQUIRE(phone.device.revoke_session(std::string(kLaptop)).ok());
  phone.wait(30'000);
  CHECK(phone.device.sessions().size() == 1);
  const DeviceView& laptop = phone.sandbox.world().find_device(kLaptop)->view();
  CHECK(laptop.session.state == SessionState::sign_in_needed);
}

TEST_CASE(
    "app/sim_device: the toggle of token expiry makes the tokens short-lived until it is off") {
  SignedInPhone phone(kReliablePreset);
  const auto refreshes = [&] {
    return phone.sandbox.world().metrics().total(Metric::auth_refreshes);
  };
  phone.sandbox.set_fault("expire_token", "", true);
  CHECK(phone.sandbox.is_fault_on("expire_token", ""));
  phone.wait(60'000);
  const std::int64_t while_on = refreshes();
  CHECK(while_on >= 2);
  phone.sandbox.set_fault("expire_token", "", false);
  CHECK_FALSE(phone.sandbox.is_fault_on("expire_token", ""));
  phone.wait(10'000);
  const std::int64_t after = refreshes();
  phone.wait(60'000);
  CHECK(refreshes() == after);
}

}  // namespace srl::web
