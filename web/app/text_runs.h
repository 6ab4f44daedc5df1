// SPDX-License-Identifier: MIT
// Cuts a line of text into runs: what our own fonts draw glyph by glyph, and what the browser draws
// as one picture, because our fonts lack it or its letters change with their neighbours. Runs of
// different directions are put in the order in which they are seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace srl::web {

// The longest run, in characters: its picture must fit into a texture. Words are shorter, but Thai
// has no spaces between them.
inline constexpr std::size_t kRunCharactersMax = 40;

// Even: from left to right; odd: from right to left (UAX #9, without explicit embeddings).
using BidiLevel = std::uint8_t;
constexpr bool is_right_to_left(BidiLevel level) { return level % 2 != 0; }

enum class RunKind : std::uint8_t { glyphs, picture };

struct TextRun {
  std::size_t begin = 0;  // bytes
  std::size_t end = 0;
  RunKind kind = RunKind::glyphs;
  BidiLevel level = 0;
};

// Whether our own fonts draw a code point.
using HasGlyph = std::function<bool(std::uint32_t)>;

// Where each character as people count them ends (UAX #29, grapheme clusters), in bytes.
std::vector<std::size_t> character_ends(std::string_view text);

// By the first letter that has a direction.
BidiLevel paragraph_level(std::string_view text);

// In the order in which they are read, with nothing between them. `paragraph`: of the whole text,
// of which this is a line.
std::vector<TextRun> text_runs(std::string_view line, BidiLevel paragraph,
                               const HasGlyph& has_glyph);

// Places in `runs`, from left to right.
std::vector<std::size_t> visual_order(const std::vector<TextRun>& runs);

// Bytes before which a line may begin, the end of the text among them.
std::vector<std::size_t> line_breaks(std::string_view text);

}  // namespace srl::web
