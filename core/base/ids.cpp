// SPDX-License-Identifier: MIT
#include "base/ids.h"

#include "base/hex.h"

namespace srl {
namespace {

constexpr std::size_t kDigitsPerWord = 16;

// Where in the text digit `n` of the 32 stands.
constexpr std::size_t digit_place(std::size_t n) {
  return n + (n >= 8 ? 1 : 0) + (n >= 12 ? 1 : 0) + (n >= 16 ? 1 : 0) + (n >= 20 ? 1 : 0);
}

// The number in the digits from `first` on. `seen` collects their values: above 15 when one is
// none.
std::uint64_t read_word(std::string_view text, std::size_t first, std::uint32_t& seen) {
  std::uint64_t word = 0;
  for (std::size_t n = first; n < first + kDigitsPerWord; ++n) {
    const std::uint8_t value = hex_value(text[digit_place(n)]);
    seen |= value;
    word = (word << 4) | value;
  }
  return word;
}

// Two digits for each byte.
constexpr std::array<char, 512> kHexPairs = [] {
  std::array<char, 512> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i] = kHexDigits[i % 2 == 0 ? i >> 5 : (i >> 1) & 0xF];
  }
  return pairs;
}();

void write_bytes(std::uint64_t word, int first, int count, char* out) {
  for (int i = first; i < first + count; ++i) {
    const std::size_t byte = (word >> (56 - 8 * i)) & 0xFF;
    *out++ = kHexPairs[2 * byte];
    *out++ = kHexPairs[2 * byte + 1];
  }
}

}  // namespace

Uuid make_uuid_v7(TimeMs time_ms, std::uint64_t random_a, std::uint64_t random_b) {
  const auto stamp = static_cast<std::uint64_t>(time_ms) & 0xFFFF'FFFF'FFFFULL;
  Uuid id;
  id.high = (stamp << 16) | 0x7000ULL | (random_a & 0x0FFFULL);
  id.low = (random_b & 0x3FFF'FFFF'FFFF'FFFFULL) | 0x8000'0000'0000'0000ULL;
  return id;
}

UuidText text_of(const Uuid& id) {
  UuidText text;
  text[8] = text[13] = text[18] = text[23] = '-';
  write_bytes(id.high, 0, 4, &text[0]);
  write_bytes(id.high, 4, 2, &text[9]);
  write_bytes(id.high, 6, 2, &text[14]);
  write_bytes(id.low, 0, 2, &text[19]);
  write_bytes(id.low, 2, 6, &text[24]);
  return text;
}

std::string to_string(const Uuid& id) {
  const UuidText text = text_of(id);
  return std::string(text.data(), text.size());
}

Result<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kUuidTextLength) {
    return make_error(ErrorCode::bad_value,
                      "an id has 36 characters, this one " + std::to_string(text.size()));
  }
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') {
    return make_error(ErrorCode::bad_value, "an id has dashes at 8-4-4-4-12");
  }
  Uuid id;
  std::uint32_t seen = 0;
  id.high = read_word(text, 0, seen);
  id.low = read_word(text, kDigitsPerWord, seen);
  if (seen > kHexDigitMax)
    return make_error(ErrorCode::bad_value, "an id has hexadecimal digits only");
  return id;
}

std::string short_id(const Uuid& id) { return to_string(id).substr(kUuidTextLength - 4); }

}  // namespace srl
