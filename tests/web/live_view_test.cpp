// SPDX-License-Identifier: MIT
#include "ui/live/live_view.h"

#include <doctest/doctest.h>

#include "live/live_bench.h"
#include "support/headless_ui.h"
#include "ui/shortcuts.h"

namespace srl::web::ui {
namespace {

// A tab in live mode on the screen.
struct Screen {
  FakeStorage storage;
  FakeServer server;
  Sandbox sandbox;
  UiState state;
  Preferences preferences;

  Screen() { REQUIRE(sandbox.open_scenario("offline-replay").ok()); }

  std::function<void()> drawing(Tab& tab, bool narrow = false) {
    return [this, &tab, narrow] {
      UiContext context{sandbox, state, preferences, 0, narrow};
      draw_live(context, tab.live);
    };
  }
};

}  // namespace

TEST_CASE("web/live: a task is typed and added, and its row says how far it is") {
  Screen screen;
  Tab tab(screen.storage, screen.server);
  HeadlessUi ui(screen.drawing(tab));
  ui.click("Add a task");
  ui.type("Buy bread");
  ui.key(ImGuiKey_Enter);
  REQUIRE(tab.view().rows.size() == 1);
  CHECK(ui.has("Buy bread, In memory"));
  tab.wait(kMinuteMs);
  ui.frames();
  CHECK(ui.has("Buy bread, Synced"));
}

TEST_CASE("web/live: what is in memory only is never called saved") {
  Screen screen;
  Tab tab(screen.storage, screen.server);
  tab.live.device()->set_online(false);
  REQUIRE(tab.add("Buy bread").ok());
  tab.settle();
  HeadlessUi ui(screen.drawing(tab));
  CHECK(ui.has("Buy bread, Saved on device"));
  tab.live.stop_keeping();
  ui.frames();
  CHECK_FALSE(ui.has("Buy bread, Saved on device"));
  CHECK(ui.has("Buy bread, In memory"));
}

TEST_CASE("web/live: the offline switch stops the device, narrow and wide") {
  Screen screen;
  Tab tab(screen.storage, screen.server);
  for (const bool narrow : {false, true}) {
    HeadlessUi ui(screen.drawing(tab, narrow));
    if (narrow) ui.click("Connection");
    ui.click("Offline mode");
    CHECK_FALSE(tab.view().online);
    ui.click("Offline mode");
    CHECK(tab.view().online);
  }
}

TEST_CASE("web/live: a full disk is said once, with a way on") {
  Screen screen;
  Tab tab(screen.storage, screen.server);
  screen.storage.is_full = true;
  REQUIRE(tab.add("No room").ok());
  tab.settle();
  REQUIRE(tab.view().disk_failing);
  HeadlessUi ui(screen.drawing(tab));
  CHECK(ui.has("The browser does not save"));
  CHECK(ui.has("Send without saving"));
  CHECK_FALSE(ui.has("The disk refuses to write"));
}

TEST_CASE("web/live: the shortcut O switches the live device, and leaves the sandbox alone") {
  Screen screen;
  Tab tab(screen.storage, screen.server);
  screen.state.mode = Mode::live;
  HeadlessUi ui([&] {
    UiContext context{screen.sandbox, screen.state, screen.preferences, 0, false};
    screen.state.switch_offline = false;
    handle_shortcuts(context);
    draw_live(context, tab.live);
  });
  screen.state.pressed_keys = "o";
  ui.frames();
  CHECK_FALSE(tab.live.device()->wants_online());
  CHECK(ui.has("Offline"));
  screen.state.pressed_keys = "O";
  ui.frames();
  CHECK(tab.live.device()->wants_online());
  CHECK_FALSE(screen.sandbox.is_offline(kPhone));
}

TEST_CASE("web/live: a held device is told with two ways on") {
  Screen screen;
  Tab first(screen.storage, screen.server);
  Tab copy(screen.storage, screen.server, first.live.device_id());
  copy.wait(2 * kLockPatienceMs);
  HeadlessUi ui(screen.drawing(copy));
  CHECK(ui.has("Another tab has this device"));
  CHECK(ui.has("Try again"));
  ui.click("Open as another device");
  copy.settle();
  ui.frames();
  CHECK(copy.live.stage() == LiveStage::running);
  CHECK(ui.has("Add a task"));
}

}  // namespace srl::web::ui
