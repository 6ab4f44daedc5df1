// SPDX-License-Identifier: MIT
#include "base/json_text.h"

#include <bit>
#include <cstdint>

#include "base/eight_bytes.h"
#include "base/hex.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20U && c != '"' && c != '\\'; }

std::uint64_t not_plain(std::uint64_t word) {
  return bytes_less_than(word, 0x20) | bytes_equal_to(word, '"') | bytes_equal_to(word, '\\');
}

void append_control(std::string& out, char c) {
  switch (c) {
    case '\b': out.append("\\b"); return;
    case '\f': out.append("\\f"); return;
    case '\n': out.append("\\n"); return;
    case '\r': out.append("\\r"); return;
    case '\t': out.append("\\t"); return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out.append("\\u00").push_back("01"[byte >> 4]);
  out.push_back(kHexDigits[byte & 0xFU]);
}

}  // namespace

std::size_t plain_json_length(std::string_view text) {
  std::size_t at = 0;
  for (; text.size() - at >= kEightBytes; at += kEightBytes) {
    const std::uint64_t found = not_plain(eight_bytes(text.data() + at));
    if (found == 0) continue;
    if constexpr (std::endian::native != std::endian::little) break;
    return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  const bool is_valid = is_valid_utf8(text);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t plain = is_valid ? plain_json_length(text.substr(at)) : 0;
    out.append(text, at, plain);
    at += plain;
    if (at == text.size()) break;
    const char c = text[at];
    const std::size_t length = utf8_sequence_length(text, at);
    if (length == 0) {
      out.append(kReplacementCharacter);
    } else if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20U) {
      append_control(out, c);
    } else {
      out.append(text, at, length);
    }
    at += length == 0 ? 1 : length;
  }
  out.push_back('"');
}

std::size_t json_string_bytes(std::string_view text) {
  std::size_t bytes = 2;  // the quotes
  while (true) {
    const std::size_t plain = plain_json_length(text);
    bytes += plain;
    if (plain == text.size()) return bytes;
    std::string escaped;
    append_json_string(escaped, text.substr(plain, 1));
    bytes += escaped.size() - 2;
    text.remove_prefix(plain + 1);
  }
}

}  // namespace srl
