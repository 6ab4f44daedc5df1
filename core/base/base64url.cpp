// SPDX-License-Identifier: MIT
#include "base/base64url.h"

#include <array>
#include <cstdint>

namespace srl {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = kNoDigit;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

Error bad_character(std::size_t at) {
  return make_error(ErrorCode::bad_value, "character " + std::to_string(at + 1) +
                                              " is none of A-Z a-z 0-9 - _; was the "
                                              "link copied as a whole, and nothing else with it?");
}

}  // namespace

std::string encode_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int bit_count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    bit_count += 8;
    while (bit_count >= 6) {
      bit_count -= 6;
      text.push_back(kAlphabet[(bits >> bit_count) & 0x3FU]);
    }
  }
  if (bit_count > 0) text.push_back(kAlphabet[(bits << (6 - bit_count)) & 0x3FU]);
  return text;
}

Result<std::string> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) {
    return make_error(ErrorCode::bad_value,
                      "the text ends in the middle of a byte: a part of it "
                      "is missing");
  }
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int bit_count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(text[i])];
    if (value == kNoDigit) return bad_character(i);
    bits = (bits << 6) | value;
    bit_count += 6;
    if (bit_count >= 8) {
      bit_count -= 8;
      bytes.push_back(static_cast<char>((bits >> bit_count) & 0xFFU));
    }
  }
  if ((bits & ((1U << bit_count) - 1)) != 0) {
    return make_error(ErrorCode::bad_value, "the last character has bits that belong to no byte");
  }
  return bytes;
}

}  // namespace srl
