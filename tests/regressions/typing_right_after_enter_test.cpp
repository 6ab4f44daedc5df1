// SPDX-License-Identifier: MIT
// After Enter the field for a new task lost the caret and got it back some frames later. What was
// typed in between was lost: "Book flights" became "ook flights". Seen in a screenshot.
#include <doctest/doctest.h>

#include "support/headless_ui.h"
#include "support/lab_screen.h"

namespace srl::web::ui {

const Panel& panel_devices();

TEST_CASE("regressions: what is typed right after Enter belongs to the next task") {
  LabScreen screen;
  HeadlessUi ui(screen.drawing(panel_devices()));
  ui.click("Add a task");
  ui.type("Buy milk");
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiKey_Enter, true);
  io.AddKeyEvent(ImGuiKey_Enter, false);
  io.AddInputCharactersUTF8("Book flights");
  ui.frames(8);
  CHECK(ui.find("Add a task").value == "Book flights");
  ui.key(ImGuiKey_Enter);
  CHECK(ui.find("Add a task").value.empty());
  CHECK(ui.has("Delete Buy milk"));
  CHECK(ui.has("Delete Book flights"));
}

}  // namespace srl::web::ui
