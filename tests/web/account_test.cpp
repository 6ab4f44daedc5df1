// SPDX-License-Identifier: MIT
// The account on a device's card: who is signed in, the sheet, and what waits for a decision.
#include <doctest/doctest.h>

#include "live/live_bench.h"
#include "support/headless_ui.h"
#include "support/lab_screen.h"
#include "ui/live/live_view.h"

namespace srl::web::ui {

const Panel& panel_devices();
const Panel& panel_controls();

namespace {

struct AccountLab : LabScreen {
  explicit AccountLab(std::string_view preset) {
    History history;
    history.devices = {std::string(kPhone)};
    REQUIRE(apply_preset(history, preset).ok());
    REQUIRE(sandbox.open_history(std::move(history)).ok());
    wait(1'000);
  }
  void wait(DurationMs duration_ms) { sandbox.seek(sandbox.now_ms() + duration_ms); }
  const SessionView& phone() const { return sandbox.world().find_device(kPhone)->view().session; }
};

}  // namespace

TEST_CASE("web/account: signed out and in again with the code in the mailbox, by mouse and Enter") {
  AccountLab lab(kReliablePreset);
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(ui.has("ada@example.test"));
  ui.click("Account");
  CHECK(ui.has("Signed in as ada@example.test"));
  CHECK(ui.has("Phone, this device"));
  ui.click("Sign out");
  CHECK(lab.phone().state == SessionState::signed_out);
  CHECK(ui.find("E-mail").value == "ada@example.test");
  ui.key(ImGuiKey_Enter);  // the field has the caret
  CHECK(lab.phone().state == SessionState::code_sent);
  CHECK(ui.has("A code is on its way to ada@example.test"));
  CHECK_FALSE(ui.has("Enter this code"));
  lab.wait(3'000);
  ui.frames();
  ui.click("Enter this code");
  lab.wait(2'000);
  ui.frames();
  CHECK(lab.phone().state == SessionState::signed_in);
  CHECK(ui.has("Add a task"));  // the sheet has done what it was for
  ui.click("Account");
  CHECK_FALSE(ui.has("Add a task"));
  ui.key(ImGuiKey_Escape);
  CHECK(ui.has("Add a task"));
}

TEST_CASE("web/account: a wrong code and no network are said in words") {
  AccountLab lab(kReliablePreset);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Account");
  ui.click("Sign out");
  ui.click("Send code");
  lab.wait(3'000);
  ui.frames();
  ui.click("Code");
  ui.type("000000");
  ui.key(ImGuiKey_Enter);
  lab.wait(2'000);
  ui.frames();
  CHECK(ui.has("That code is wrong or was used already. After five wrong ones it is spent."));
  lab.sandbox.set_offline(kPhone, true);
  ui.click("Enter this code");
  CHECK(ui.has("There is no network: signing in needs the server"));
}

TEST_CASE("web/account: signing out asks about unsent work, and keeps it hidden if so told") {
  AccountLab lab(kReliablePreset);
  lab.sandbox.set_offline(kPhone, true);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Add a task");
  ui.type("Unsent");
  ui.key(ImGuiKey_Enter);
  lab.wait(200);
  ui.click("Account");
  ui.click("Sign out");
  CHECK(lab.phone().is_signed_in());
  CHECK(ui.has("1 change is not sent yet"));
  ui.click("Keep and sign out");
  CHECK_FALSE(lab.phone().is_signed_in());
  CHECK(lab.phone().of_others == 1);
}

TEST_CASE("web/account: the third headline toggle begins the expiry of tokens and ends it") {
  AccountLab lab(kReliablePreset);
  HeadlessUi ui(lab.drawing(panel_controls()));
  ui.click("Token expiry");
  CHECK(lab.sandbox.is_fault_on("expire_token", ""));
  CHECK(ui.find("Token expiry").checked);
  ui.click("Token expiry");
  CHECK_FALSE(lab.sandbox.is_fault_on("expire_token", ""));
}

TEST_CASE("web/account: live, the guest signs in by e-mail, and the list comes from the server") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  tab.wait(2'000);
  LabScreen screen;
  HeadlessUi ui([&] {
    UiContext context{screen.sandbox, screen.state, screen.preferences, 0, false};
    draw_live(context, tab.live);
  });
  CHECK(ui.has("Guest"));
  ui.click("Account");
  tab.settle();
  ui.frames();
  CHECK(ui.has(tab.live.device()->title() + ", this device"));
  ui.click("Sign in by e-mail");
  ui.click("E-mail");
  ui.type("ada@example.test");
  ui.click("Send code");
  tab.settle();
  ui.frames();
  REQUIRE(server.mailed_code.size() == 6);
  ui.click("Code");
  ui.type(server.mailed_code.c_str());
  ui.key(ImGuiKey_Enter);
  tab.settle();
  ui.frames();
  CHECK(tab.view().session.email == "ada@example.test");
  CHECK(ui.has("ada@example.test"));
  CHECK(ui.has("Add a task"));
}

TEST_CASE(
    "web/account: live, a device joins a guest by a code, also from where an address is asked "
    "for") {
  FakeStorage here;
  FakeStorage elsewhere;
  FakeServer server;
  Tab phone(here, server);
  phone.wait(2'000);
  REQUIRE(phone.live.device()->ask_join_code().ok());
  phone.settle();
  Tab laptop(elsewhere, server);
  laptop.wait(2'000);
  LabScreen screen;
  HeadlessUi ui([&] {
    UiContext context{screen.sandbox, screen.state, screen.preferences, 0, false};
    draw_live(context, laptop.live);
  });
  ui.click("Account");
  laptop.settle();
  ui.frames();
  ui.click("Join code");
  ui.type("123");
  ui.key(ImGuiKey_Enter);
  CHECK(ui.has("\"123\" is not a code such as K7QF2-MXR9T"));
  CHECK(laptop.view().session.is_signed_in());
  ui.click("Sign in by e-mail");
  ui.type("The caret is here");
  CHECK(ui.find("E-mail").value == "The caret is here");
  ui.click("Join code");
  ui.key(ImGuiKey_A, ImGuiMod_Ctrl);
  ui.type(phone.live.device()->join_code().c_str());
  ui.key(ImGuiKey_Enter);
  laptop.settle();
  ui.frames();
  CHECK(laptop.view().session.account == phone.view().session.account);
  CHECK(ui.has("Add a task"));
}

}  // namespace srl::web::ui
