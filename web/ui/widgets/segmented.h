// SPDX-License-Identifier: MIT
// A choice among a few, all in sight: Naive | Reliable. And the same as a strip of tabs.
#pragma once

#include <span>
#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct Segment {
  const char* label = "";
  Icon icon = Icon::none;
  std::string_view hint;
};

struct SegmentedOptions {
  float width = 0;  // 0: as wide as its content; negative: all the room
  Tone tone = Tone::accent;
  bool prominent = false;  // larger, and the chosen one filled: the one choice that matters most
};

// True when another one was chosen.
bool segmented(const char* label, int* chosen, std::span<const Segment> segments,
               const SegmentedOptions& options = {});

// Tabs over all the room, the chosen one underlined.
enum class TabWidths { equal, by_label };
bool tab_strip(const char* label, int* chosen, std::span<const Segment> tabs,
               TabWidths widths = TabWidths::equal);
// The room that tabs by their labels want.
float tab_strip_width(std::span<const Segment> tabs);

}  // namespace srl::web::ui
