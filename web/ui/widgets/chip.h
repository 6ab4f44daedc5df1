// SPDX-License-Identifier: MIT
// A small switch in a row of such: what a list shows, what a story is about.
#pragma once

#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct ChipOptions {
  Tone tone = Tone::accent;
  Icon icon = Icon::none;
  std::string_view hint;
};

// True when it was flipped.
bool chip(const char* label, bool* on, const ChipOptions& options = {});
float chip_width(const char* label, const ChipOptions& options = {});

// Goes on in the same line while `width` more fits into it; call it between two items.
void flow(float width);

}  // namespace srl::web::ui
