// SPDX-License-Identifier: MIT
// Sandbox | Live: the simulated world, or a real device that syncs with the server of this page.
#pragma once

namespace srl::web::ui {

enum class Mode { sandbox, live };

// In words, or as a menu behind an icon where there is little room. True when the other was chosen.
bool mode_switch(Mode* mode, bool in_words);

}  // namespace srl::web::ui
