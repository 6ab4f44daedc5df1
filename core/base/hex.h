// SPDX-License-Identifier: MIT
// Hexadecimal digits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace srl {

inline constexpr char kHexDigits[] = "0123456789abcdef";
inline constexpr std::uint8_t kHexDigitMax = 15;
inline constexpr std::uint8_t kNoHexDigit = 0xFF;

// Of a digit in either case; kNoHexDigit for every other character. A table: rows are read by the
// hundred, each has ids, and a branch for each digit would be guessed wrong half the time.
inline constexpr std::array<std::uint8_t, 256> kHexValues = [] {
  std::array<std::uint8_t, 256> values{};
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = kNoHexDigit;
  for (std::uint8_t i = 0; i <= kHexDigitMax; ++i) {
    const char digit = kHexDigits[i];
    values[static_cast<unsigned char>(digit)] = i;
    if (digit >= 'a') values[static_cast<unsigned char>(digit - 'a' + 'A')] = i;
  }
  return values;
}();

constexpr std::uint8_t hex_value(char c) { return kHexValues[static_cast<unsigned char>(c)]; }

}  // namespace srl
