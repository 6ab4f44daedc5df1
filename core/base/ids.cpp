// SPDX-License-Identifier: MIT
#include "base/ids.h"

namespace srl {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr bool is_dash(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Uuid make_uuid_v7(TimeMs time_ms, std::uint64_t random_a, std::uint64_t random_b) {
  const auto stamp = static_cast<std::uint64_t>(time_ms) & 0xFFFF'FFFF'FFFFULL;
  Uuid id;
  id.high = (stamp << 16) | 0x7000ULL | (random_a & 0x0FFFULL);
  id.low = (random_b & 0x3FFF'FFFF'FFFF'FFFFULL) | 0x8000'0000'0000'0000ULL;
  return id;
}

std::string to_string(const Uuid& id) {
  std::string text(kUuidTextLength, '-');
  int nibble = 0;
  for (std::size_t i = 0; i < kUuidTextLength; ++i) {
    if (is_dash(i)) continue;
    const std::uint64_t word = nibble < 16 ? id.high : id.low;
    text[i] = kHexDigits[(word >> (60 - 4 * (nibble % 16))) & 0xF];
    ++nibble;
  }
  return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kUuidTextLength) {
    return make_error(ErrorCode::bad_value, "an id has 36 characters, this one " +
                                                std::to_string(text.size()));
  }
  Uuid id;
  int nibble = 0;
  for (std::size_t i = 0; i < kUuidTextLength; ++i) {
    if (is_dash(i)) {
      if (text[i] != '-') return make_error(ErrorCode::bad_value, "an id has dashes at 8-4-4-4-12");
      continue;
    }
    const int value = hex_value(text[i]);
    if (value < 0) return make_error(ErrorCode::bad_value, "an id has hexadecimal digits only");
    std::uint64_t& word = nibble < 16 ? id.high : id.low;
    word = (word << 4) | static_cast<std::uint64_t>(value);
    ++nibble;
  }
  return id;
}

std::string short_id(const Uuid& id) { return to_string(id).substr(kUuidTextLength - 4); }

}  // namespace srl
