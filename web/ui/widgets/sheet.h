// SPDX-License-Identifier: MIT
// A sheet over the lab: in the middle, or over the whole width of a small screen. While it is open
// nothing else takes keys or presses.
#pragma once

#include <string_view>

#include "ui/theme.h"

namespace srl::web::ui {

struct SheetOptions {
  ImVec2 size_max = {680.0f, 760.0f};
  bool narrow = false;
  bool fits = false;  // no higher than its content
};

class SheetScope {
 public:
  // Cleared are `open` and the sheet by Escape and by a press beside it.
  SheetScope(const char* name, bool* open, const SheetOptions& options = {});
  ~SheetScope();
  SheetScope(const SheetScope&) = delete;
  SheetScope& operator=(const SheetScope&) = delete;

  bool visible() const { return visible_; }

 private:
  bool* open_;
  bool visible_;
};

// Its first line; `name` is what it is called, where that says more than the title. True when the
// cross was pressed.
bool sheet_head(const char* title, const char* close_name, std::string_view name = {});

}  // namespace srl::web::ui
