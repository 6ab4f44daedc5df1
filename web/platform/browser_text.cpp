// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <cstring>
#include <string>

#include "platform/browser_text.h"
#include "platform/text_painter.h"

namespace srl::web::platform {

namespace {

class BrowserTextPainter final : public TextPainter {
 public:
  float advance_px(const TextToPaint& text) override {
    return static_cast<float>(srl_js_text_advance(std::string(text.text).c_str(),
                                                  static_cast<int>(text.face), text.letter_px,
                                                  text.right_to_left ? 1 : 0));
  }

  PaintedText paint(const TextToPaint& text) override {
    int box[5] = {};
    unsigned char* const pixels =
        srl_js_text_paint(std::string(text.text).c_str(), static_cast<int>(text.face),
                          text.letter_px, text.right_to_left ? 1 : 0, box);
    if (pixels == nullptr) return {};
    PaintedText painted{box[0], box[1], box[2], box[3], box[4] != 0, {}};
    painted.pixels.resize(static_cast<std::size_t>(painted.width) *
                          static_cast<std::size_t>(painted.height));
    std::memcpy(painted.pixels.data(), pixels, painted.pixels.size() * sizeof painted.pixels[0]);
    std::free(pixels);
    return painted;
  }
};

}  // namespace

TextPainter& text_painter() {
  static BrowserTextPainter painter;
  return painter;
}

}  // namespace srl::web::platform
