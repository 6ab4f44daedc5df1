// SPDX-License-Identifier: MIT
#include "ui/shortcuts.h"

#include <doctest/doctest.h>

#include "support/headless_ui.h"
#include "support/lab_screen.h"

namespace srl::web::ui {

TEST_CASE("web/shortcuts: a key acts, text that comes without a key does not") {
  LabScreen screen;
  HeadlessUi ui([&] {
    UiContext context{screen.sandbox, screen.state, screen.preferences, 0, false};
    handle_shortcuts(context);
  });
  ui.type("nod?rO.12");  // dictated, pasted, or from an input method that had the focus just before
  CHECK_FALSE(screen.state.help_open);
  CHECK_FALSE(screen.state.focus_new_task);
  CHECK_FALSE(screen.state.decide_conflict);
  CHECK_FALSE(screen.sandbox.is_offline(kPhone));
  screen.state.pressed_keys = "n";
  ui.frames(1);
  CHECK(screen.state.focus_new_task);
  CHECK(screen.state.pressed_keys.empty());
}

TEST_CASE(
    "web/shortcuts: a key that was pressed while something lies over the lab acts neither then nor "
    "later") {
  LabScreen screen;
  HeadlessUi ui([&] {
    UiContext context{screen.sandbox, screen.state, screen.preferences, 0, false};
    handle_shortcuts(context);
  });
  screen.state.help_open = true;
  screen.state.pressed_keys = "n";
  ui.frames(1);
  screen.state.help_open = false;
  ui.frames(1);
  CHECK_FALSE(screen.state.focus_new_task);
}

}  // namespace srl::web::ui
