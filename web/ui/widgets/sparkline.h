// SPDX-License-Identifier: MIT
// A signal over time in the space of a word: a line from a fixed array of samples, its last value
// marked.
#pragma once

#include <span>

#include "ui/theme.h"

namespace srl::web::ui {

// Oldest sample first. The scale starts at zero, or below where the samples do.
void draw_sparkline(ImDrawList* list, ImVec2 low, ImVec2 high, std::span<const float> samples,
                    Tone tone);

// At the cursor. `label` names the signal; `value` is its last value as text.
void sparkline(const char* label, const char* value, ImVec2 size, std::span<const float> samples,
               Tone tone = Tone::accent);

}  // namespace srl::web::ui
