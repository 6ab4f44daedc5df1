// SPDX-License-Identifier: MIT
// A big switch with its name, what it does, and its state in a word.
#pragma once

#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct ToggleOptions {
  Icon icon = Icon::none;
  std::string_view detail;   // a line below the name
  Tone tone = Tone::accent;  // what being on means
  std::string_view on_word = "On";
  std::string_view off_word = "Off";
  std::string_view hint;  // shown when the pointer rests on it
};

// As wide as the room. True when it was flipped.
bool toggle(const char* label, bool* on, const ToggleOptions& options = {});

}  // namespace srl::web::ui
