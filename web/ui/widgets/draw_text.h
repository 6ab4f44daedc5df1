// SPDX-License-Identifier: MIT
// Text on a draw list: measured, set, and cut with an ellipsis where there is no room.
#pragma once

#include <string_view>

#include "imgui.h"
#include "ui/theme.h"

namespace srl::web::ui {

ImVec2 text_size(TextStyle style, std::string_view text, float wrap_width = 0.0f);

// What is shown of an ImGui label: all before "##".
std::string_view shown(std::string_view label);

// At `position`, its upper left corner.
void draw_text(ImDrawList* list, TextStyle style, ImVec2 position, Color color,
               std::string_view text, float wrap_width = 0.0f);

// In one line no wider than `width`. True when it had to be cut.
bool draw_text_cut(ImDrawList* list, TextStyle style, ImVec2 position, float width, Color color,
                   std::string_view text);

// In the middle of the rectangle, both ways.
void draw_text_centered(ImDrawList* list, TextStyle style, ImVec2 minimum, ImVec2 maximum,
                        Color color, std::string_view text);

// Lines no wider than `width`, each centred on `middle`.
void draw_text_wrapped_centered(ImDrawList* list, TextStyle style, float middle, float top,
                                float width, Color color, std::string_view text);

// A paragraph at the cursor, as wide as there is room: read out by screen readers.
void paragraph(std::string_view text, TextStyle style = {}, Color Palette::*color = &Palette::ink);

}  // namespace srl::web::ui
