// SPDX-License-Identifier: MIT
// What setting text must know of a character, from the Unicode Character Database (version 14): no
// more than the browser does not do for us, which is to cut text into what it then draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace srl::web {

struct Decoded {
  std::uint32_t code_point = 0;  // U+FFFD for what is not UTF-8
  std::size_t length = 1;        // in bytes
};

// The character at a byte of the text.
Decoded decode(std::string_view text, std::size_t at);

// General category M: drawn on or around the character before it.
bool is_mark(std::uint32_t code_point);
// Marks, joiners, variation selectors, skin tones, tags: they belong to the character before them.
bool extends_character(std::uint32_t code_point);
// Virama: joins the consonants before and after it, in the scripts of India.
bool joins_consonants(std::uint32_t code_point);
bool is_regional_indicator(std::uint32_t code_point);  // two make a flag
// Emoji and other pictographs (approximately Extended_Pictographic).
bool is_pictograph(std::uint32_t code_point);
// Chinese characters, kana, Korean syllables and their punctuation: each stands alone, and a line
// may end after each.
bool is_ideographic(std::uint32_t code_point);
// Closing punctuation of East Asia: no line begins with it.
bool closes_line(std::uint32_t code_point);

// Bidi_Class, as far as it matters between words (UAX #9).
enum class Direction : std::uint8_t { left, right, number, number_sign, separator, neutral };
Direction direction_of(std::uint32_t code_point);

}  // namespace srl::web
