// SPDX-License-Identifier: MIT
// The keys of the lab. They act while no text field has the caret and nothing lies over the lab.
#pragma once

#include <span>

#include "ui/ui_context.h"

namespace srl::web::ui {

struct ShortcutInfo {
  const char* keys;
  const char* what;
};

// For the help, in the order of use.
std::span<const ShortcutInfo> shortcut_infos();

// Once a frame, before anything is drawn.
void handle_shortcuts(UiContext& context);

}  // namespace srl::web::ui
