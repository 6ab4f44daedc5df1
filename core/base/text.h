// SPDX-License-Identifier: MIT
// Checks on text from outside, before anything else looks at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace srl {

// Well-formed UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, at most U+10FFFF.
bool is_valid_utf8(std::string_view text);

// The length of the UTF-8 sequence that starts at `text[at]`, 0 when it is malformed.
std::size_t utf8_sequence_length(std::string_view text, std::size_t at);

// Where the character of valid UTF-8 begins that byte `at` belongs to.
std::size_t utf8_start(std::string_view text, std::size_t at);

// Appends one code point, at most U+10FFFF, as UTF-8.
void append_utf8(std::string& out, std::uint32_t code_point);

// True when valid UTF-8 holds a control character other than tab (C0, C1, DEL). Line breaks, U+2028
// and U+2029 among them, count unless `newline_allowed`.
bool has_control_character(std::string_view text, bool newline_allowed);

// The code point that starts at `text[at]` of valid UTF-8.
std::uint32_t code_point_at(std::string_view text, std::size_t at);

// True when nothing of the text can be seen: no text at all, or only characters that are white
// space, control characters, or draw nothing by themselves (Unicode 15.0: White_Space,
// Default_Ignorable_Code_Point, Noncharacter_Code_Point, and the general categories Cc and Cf
// without the visible signs of Prepended_Concatenation_Mark; and three signs whose picture is
// empty: U+2800, U+16FE4 and U+1D159). Malformed bytes count as seen: another check refuses them.
bool is_blank(std::string_view text);

// ASCII letters count as equal in either case; all other bytes must be the same.
bool equals_ignoring_case(std::string_view a, std::string_view b);

// Without the spaces and tabs at either end.
std::string_view trim(std::string_view text);

// Without what cannot be seen (is_blank) at either end.
std::string_view trim_blank(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace srl
