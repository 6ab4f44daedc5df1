// SPDX-License-Identifier: MIT
// Text looked at eight bytes at a time (Anderson, "Bit Twiddling Hacks": "determine if a word has a
// byte less than n"; a byte equal to n is a zero after xor, and zero is less than one).
//
// What is found is the high bit of each such byte; above the lowest one there may be others by
// mistake.
#pragma once

#include <cstdint>
#include <cstring>

namespace srl {

inline constexpr std::size_t kEightBytes = sizeof(std::uint64_t);
inline constexpr std::uint64_t kEachByte = 0x0101'0101'0101'0101ULL;
inline constexpr std::uint64_t kHighBits = 0x80 * kEachByte;

inline std::uint64_t eight_bytes(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

inline std::uint64_t bytes_less_than(std::uint64_t word, std::uint64_t n) {
  return (word - n * kEachByte) & ~word & kHighBits;
}

inline std::uint64_t bytes_equal_to(std::uint64_t word, std::uint64_t byte) {
  return bytes_less_than(word ^ byte * kEachByte, 1);
}

inline std::uint64_t bytes_beyond_ascii(std::uint64_t word) { return word & kHighBits; }

}  // namespace srl
