// SPDX-License-Identifier: MIT
// The first command given while a scenario still runs leaves the scenario: another world stands in
// its place before the frame is drawn to its end. A device's card went on with the device of the
// world that was gone: what it read was freed memory. Found by CI; the sanitizers see it here.
#include <doctest/doctest.h>

#include "support/headless_ui.h"
#include "support/lab_screen.h"

namespace srl::web::ui {

const Panel& panel_devices();

TEST_CASE("regressions: a card goes on with the world that a command has opened in its frame") {
  LabScreen screen(1'000);
  const Sandbox& sandbox = screen.sandbox;
  HeadlessUi ui(screen.drawing(panel_devices()));
  ui.click("Add a task");
  ui.type("Buy bread");
  const World* before = &sandbox.world();
  ui.key(ImGuiKey_Enter);
  REQUIRE(&sandbox.world() != before);
  CHECK(ui.has("Delete Buy bread"));
}

}  // namespace srl::web::ui
