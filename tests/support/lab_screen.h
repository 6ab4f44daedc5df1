// SPDX-License-Identifier: MIT
// The first scenario with one of the panels before us.
#pragma once

#include <doctest/doctest.h>

#include <functional>

#include "ui/panel.h"
#include "ui/ui_context.h"

namespace srl::web::ui {

struct LabScreen {
  Sandbox sandbox;
  UiState state;
  Preferences preferences;

  explicit LabScreen(TimeMs time_ms = 0) {
    REQUIRE(sandbox.open_scenario("offline-replay").ok());
    sandbox.seek(time_ms);
  }

  // What HeadlessUi draws; the screen must outlive it.
  std::function<void()> drawing(const Panel& panel) {
    return [this, &panel] {
      UiContext context{sandbox, state, preferences, 0, false};
      panel.draw(context);
    };
  }
};

}  // namespace srl::web::ui
