// SPDX-License-Identifier: MIT
// Lays out text of any script: runs of our own glyphs and pictures of the others, in the order in
// which they are seen. What is measured here is what is drawn, to the pixel. Layouts are kept from
// frame to frame.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/text_runs.h"
#include "imgui.h"
#include "ui/theme.h"

namespace srl::web::ui {

inline constexpr std::size_t kLayoutsMax = 4'096;

struct TextPiece {
  TextRun run;  // bytes of the layout's text
  float x = 0;  // from the line's left edge
  float width = 0;
};

struct TextLine {
  std::vector<TextPiece> pieces;  // from left to right
  float width = 0;
};

struct TextLayout {
  std::string text;  // with an ellipsis where it was cut
  std::vector<TextLine> lines;
  float width = 0;  // of the widest
  bool is_cut = false;
};

// What ImGui draws as well by itself: our fonts have all of it, and it runs from left to right.
bool is_plain(Face face, std::string_view text);

// Both stay as they are until the next frame.
const TextLayout& lay_out(TextStyle style, std::string_view text, float wrap_width = 0.0f);
// One line no wider than `width`.
const TextLayout& lay_out_cut(TextStyle style, std::string_view text, float width);

void draw_line(ImDrawList* list, TextStyle style, ImVec2 corner, ImU32 color,
               const TextLayout& layout, const TextLine& line);

// Once a frame, before anything is drawn.
void begin_text_frame();

// A character of a line and where it is: what carets and selections are made of.
struct PlacedCharacter {
  std::size_t begin = 0;  // bytes
  std::size_t end = 0;
  float left = 0;
  float right = 0;
  bool right_to_left = false;
};

// In the order in which they are read.
std::vector<PlacedCharacter> placed_characters(TextStyle style, std::string_view line);

// Where the caret stands before the byte `at`: behind the character before it, where what is typed
// next goes on in its direction.
float caret_x(const std::vector<PlacedCharacter>& line, std::size_t at);
// Where it goes for a click at `x`.
std::size_t caret_at(const std::vector<PlacedCharacter>& line, float x);

}  // namespace srl::web::ui
