// SPDX-License-Identifier: MIT
// Buttons: with a label, or with an icon alone.
#pragma once

#include <string_view>

#include "ui/widgets/icons.h"

namespace srl::web::ui {

enum class ButtonKind { secondary, primary, ghost, danger };

inline constexpr float kFillWidth = -1.0f;

struct ButtonOptions {
  ButtonKind kind = ButtonKind::secondary;
  Icon icon = Icon::none;
  float width = 0;        // 0: as wide as its content; kFillWidth: all the room, set flush left
  std::string_view hint;  // shown when the pointer rests on it
};

bool button(const char* label, const ButtonOptions& options = {});

struct IconButtonOptions {
  bool selected = false;  // a switch in a toolbar: pressed in
  bool small = false;     // inside a row
  Tone tone = Tone::neutral;
  std::string_view hint;  // the name when empty
};

// `name` is what screen readers and the hint say.
bool icon_button(const char* name, Icon icon, const IconButtonOptions& options = {});

// The width that a button will take, to lay out a row.
float button_width(const char* label, const ButtonOptions& options = {});

}  // namespace srl::web::ui
