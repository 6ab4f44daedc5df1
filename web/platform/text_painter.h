// SPDX-License-Identifier: MIT
// What draws text for which we bring no font: in the browser, a 2D canvas with the fonts of the
// person's own system. It knows every script, shapes its letters and lays them out in its
// direction.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace srl::web::platform {

enum class TextFace : std::uint8_t { regular, bold, mono };

// One run of text in one direction. Lengths are device pixels.
struct TextToPaint {
  std::string_view text;
  TextFace face = TextFace::regular;
  float letter_px = 0;  // the size of its letters, as in CSS's font-size
  bool right_to_left = false;
};

struct PaintedText {
  int width = 0;  // 0: nothing is to be seen, as of a space
  int height = 0;
  int left = 0;  // of the picture, from the pen on the base line; up is negative
  int top = 0;
  bool is_colored = false;            // its own colours, as of emoji; else white, to be tinted
  std::vector<std::uint32_t> pixels;  // RGBA in this order of bytes, alpha not multiplied
};

class TextPainter {
 public:
  // How far the pen moves.
  virtual float advance_px(const TextToPaint& text) = 0;
  virtual PaintedText paint(const TextToPaint& text) = 0;

 protected:
  ~TextPainter() = default;
};

// The browser's.
TextPainter& text_painter();

}  // namespace srl::web::platform
