// SPDX-License-Identifier: MIT
// Background work takes minutes, of which most are waiting. A long story plays fast, and slowly for
// as long as it takes to read a caption that has just come: what it tells of can be watched.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/time.h"

namespace srl::web {

inline constexpr DurationMs kLongStoryMs = 5 * kMinuteMs;

class StoryPace {
 public:
  // Lets real time pass. True while the caption in force is being read.
  bool is_reading(std::string_view caption, double elapsed_ms) {
    if (caption != caption_) {
      caption_ = caption;
      left_ms_ = kLookMs + kPerLetterMs * static_cast<double>(caption.size());
    }
    left_ms_ = std::max(0.0, left_ms_ - elapsed_ms);
    return left_ms_ > 0;
  }

 private:
  static constexpr double kLookMs = 1'500;
  static constexpr double kPerLetterMs = 25;

  std::string caption_;
  double left_ms_ = 0;
};

}  // namespace srl::web
