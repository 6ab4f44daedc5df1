// SPDX-License-Identifier: MIT
// A pill with a shape and a word: the state of something, readable without its colour.
#pragma once

#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

// How a state is shown.
struct Look {
  Tone tone;
  Icon icon;
};

// At the cursor. Without an icon of its own it shows the tone's.
void badge(Tone tone, const char* word, Icon icon = Icon::none);

// Inside another widget: its size, and the drawing.
ImVec2 badge_size(std::string_view word);
void draw_badge(ImDrawList* list, ImVec2 position, Tone tone, std::string_view word,
                Icon icon = Icon::none);

}  // namespace srl::web::ui
