// SPDX-License-Identifier: MIT
// A line of facts in small text, each with a shape where it says how something stands: one thing to
// read for screen readers, and never higher than one line.
#pragma once

#include <string>
#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

class StatusLine {
 public:
  explicit StatusLine(const char* id) : id_(id) {}

  void add(std::string_view text, Tone tone = Tone::neutral, Icon icon = Icon::none);
  // At the right end; in its place only when there is room for it.
  void add_right(std::string_view text, Tone tone, Icon icon = Icon::none);
  // As wide as there is room, but for `spare` at the right.
  void draw(float spare = 0) const;

 private:
  static constexpr std::size_t kFactsMax = 6;
  struct Fact {
    std::string text;
    Tone tone = Tone::neutral;
    Icon icon = Icon::none;
    bool right = false;
  };
  float width_of(const Fact& fact) const;

  const char* id_;
  Fact facts_[kFactsMax];
  std::size_t count_ = 0;
};

}  // namespace srl::web::ui
