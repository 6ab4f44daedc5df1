// SPDX-License-Identifier: MIT
// A one-line text field with a placeholder.
#pragma once

#include <string>

#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct TextFieldOptions {
  const char* placeholder = "";
  Icon icon = Icon::none;
  float width = 0;  // 0: all the room
  std::size_t bytes_max = 500;
  bool take_focus = false;   // in this frame: the shortcut for it was pressed
  bool keeps_caret = false;  // Enter hands the text in, and the next one is typed right away
};

struct TextFieldResult {
  bool changed = false;
  bool submitted = false;  // Enter
  bool active = false;     // it has the caret
  bool was_cut = false;    // what came was longer than the field takes
};

TextFieldResult text_field(const char* label, std::string* text,
                           const TextFieldOptions& options = {});

}  // namespace srl::web::ui
