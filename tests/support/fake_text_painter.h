// SPDX-License-Identifier: MIT
// A painter of text without a browser. What it paints is as wide as it says, a word is narrower
// than its letters one by one, as where letters join, and emoji have colours of their own.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "app/text_classes.h"
#include "app/text_runs.h"
#include "platform/text_painter.h"
#include "ui/text_pictures.h"

namespace srl::web {

class FakeTextPainter final : public platform::TextPainter {
 public:
  FakeTextPainter() { ui::use_text_painter(this); }
  ~FakeTextPainter() { ui::use_text_painter(nullptr); }
  FakeTextPainter(const FakeTextPainter&) = delete;
  FakeTextPainter& operator=(const FakeTextPainter&) = delete;

  static constexpr float kFirstPx = 12;
  static constexpr float kNextPx = 8;

  std::vector<std::string> painted;
  std::vector<bool> right_to_left;

  float advance_px(const platform::TextToPaint& text) override {
    const std::size_t count = character_ends(text.text).size();
    return count == 0 ? 0 : kFirstPx + kNextPx * static_cast<float>(count - 1);
  }

  platform::PaintedText paint(const platform::TextToPaint& text) override {
    painted.emplace_back(text.text);
    right_to_left.push_back(text.right_to_left);
    platform::PaintedText picture;
    picture.width = static_cast<int>(advance_px(text));
    picture.height = std::max(1, static_cast<int>(text.letter_px));
    picture.top = -picture.height;
    picture.is_colored = is_pictograph(decode(text.text, 0).code_point);
    const std::size_t count =
        static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    picture.pixels.assign(count, picture.is_colored ? 0xFF00FFFFu : 0xFFFFFFFFu);
    return picture;
  }

  long times_painted(const std::string& text) const {
    return std::count(painted.begin(), painted.end(), text);
  }
};

}  // namespace srl::web
