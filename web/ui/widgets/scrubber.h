// SPDX-License-Identifier: MIT
// A slider over virtual time, with marks where something happened. Drag it, click into it, or use
// the arrow keys (with Shift: ten steps), Home and End.
#pragma once

#include <span>
#include <string_view>

#include "base/time.h"
#include "ui/theme.h"

namespace srl::web::ui {

struct ScrubMark {
  TimeMs at_ms = 0;
  Tone tone = Tone::neutral;
  std::string_view text;  // shown when the pointer is near
};

struct ScrubberOptions {
  DurationMs step_ms = 100;  // of an arrow key
  // The stretch that a diagram below shows is marked on the track; none when they are equal.
  TimeMs shown_from_ms = 0;
  TimeMs shown_to_ms = 0;
};

// True when the position was changed.
bool scrubber(const char* label, TimeMs* at_ms, TimeMs end_ms, std::span<const ScrubMark> marks,
              const ScrubberOptions& options = {});

}  // namespace srl::web::ui
