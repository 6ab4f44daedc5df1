// SPDX-License-Identifier: MIT
// Short messages that come and go: "Link copied". They are spoken, too; what matters stays
// elsewhere.
#pragma once

#include <string>
#include <vector>

#include "ui/theme.h"

namespace srl::web::ui {

inline constexpr double kToastMs = 4'500;
inline constexpr std::size_t kToastsMax = 3;

class Toasts {
 public:
  void show(Tone tone, std::string text);
  // Over everything, above the lower edge; call it last in a frame.
  void draw(double now_ms);

 private:
  struct Toast {
    Tone tone = Tone::neutral;
    std::string text;
    double until_ms = 0;  // 0: not drawn yet
  };
  std::vector<Toast> toasts_;
};

}  // namespace srl::web::ui
