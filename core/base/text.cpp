// SPDX-License-Identifier: MIT
#include "base/text.h"

#include <algorithm>
#include <iterator>

#include "base/eight_bytes.h"

namespace srl {
namespace {

struct CodePoints {
  std::uint32_t first;
  std::uint32_t last;
};

// By code point, for a binary search. What they are is said at is_blank().
constexpr CodePoints kInvisible[] = {
    {0x0000, 0x0020},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x061C, 0x061C},   {0x115F, 0x1160},   {0x1680, 0x1680},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x2000, 0x200F},   {0x2028, 0x202F},   {0x205F, 0x206F},
    {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFDD0, 0xFDEF},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x13430, 0x1343F}, {0x16FE4, 0x16FE4}, {0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

// Unicode assigns no character to the last two code points of a plane.
bool is_last_of_plane(std::uint32_t code_point) { return (code_point & 0xFFFEU) == 0xFFFEU; }

bool is_invisible(std::uint32_t code_point) {
  if (is_last_of_plane(code_point)) return true;
  const auto* range =
      std::lower_bound(std::begin(kInvisible), std::end(kInvisible), code_point,
                       [](const CodePoints& points, std::uint32_t at) { return points.last < at; });
  return range != std::end(kInvisible) && range->first <= code_point;
}

bool is_printable_ascii(std::uint64_t word) {
  return (bytes_beyond_ascii(word) | bytes_less_than(word, 0x20) | bytes_equal_to(word, 0x7F)) == 0;
}

// By the bytes of UTF-8: those of C1 are C2 80 to C2 9F, and the two separators E2 80 A8 and
// E2 80 A9.
bool starts_with_control(std::string_view text, bool newline_allowed) {
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte == '\t' || (byte == '\n' && newline_allowed)) return false;
  if (byte < 0x20U || byte == 0x7FU) return true;
  const std::string_view rest = text.substr(1);
  if (byte == 0xC2U) return !rest.empty() && static_cast<unsigned char>(rest.front()) < 0xA0U;
  const bool separates = rest.starts_with("\x80\xA8") || rest.starts_with("\x80\xA9");
  return byte == 0xE2U && separates && !newline_allowed;
}

}  // namespace

// RFC 3629 §4, byte for byte.
std::size_t utf8_sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80U) return 1;
  if (lead < 0xC2U) return 0;
  if (lead < 0xE0U) return is_tail(1) ? 2 : 0;
  if (lead < 0xF0U) {
    const bool overlong = lead == 0xE0U && byte(1) < 0xA0U;
    const bool surrogate = lead == 0xEDU && byte(1) > 0x9FU;
    return is_tail(1) && is_tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead > 0xF4U) return 0;
  const bool overlong = lead == 0xF0U && byte(1) < 0x90U;
  const bool too_high = lead == 0xF4U && byte(1) > 0x8FU;
  return is_tail(1) && is_tail(2) && is_tail(3) && !overlong && !too_high ? 4 : 0;
}

std::size_t utf8_start(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    // Most text is ASCII: eight bytes at a time, none with its high bit set.
    if (text.size() - at >= kEightBytes && bytes_beyond_ascii(eight_bytes(text.data() + at)) == 0) {
      at += kEightBytes;
      continue;
    }
    const std::size_t length = utf8_sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto tail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)));
  };
  if (code_point < 0x80U) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800U) {
    out.push_back(static_cast<char>(0xC0U | (code_point >> 6)));
    tail(0);
  } else if (code_point < 0x10000U) {
    out.push_back(static_cast<char>(0xE0U | (code_point >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0U | (code_point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool has_control_character(std::string_view text, bool newline_allowed) {
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= kEightBytes && is_printable_ascii(eight_bytes(text.data() + at))) {
      at += kEightBytes;
      continue;
    }
    if (starts_with_control(text.substr(at), newline_allowed)) return true;
    ++at;
  }
  return false;
}

std::uint32_t code_point_at(std::string_view text, std::size_t at) {
  const std::size_t length = utf8_sequence_length(text, at);
  if (length <= 1) return static_cast<unsigned char>(text[at]);
  constexpr std::uint32_t kLeadBits[] = {0, 0, 0x1F, 0x0F, 0x07};
  std::uint32_t code_point = static_cast<unsigned char>(text[at]) & kLeadBits[length];
  for (std::size_t i = 1; i < length; ++i) {
    code_point = (code_point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return code_point;
}

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_sequence_length(text, at);
    if (length == 0 || !is_invisible(code_point_at(text, at))) return false;
    at += length;
  }
  return true;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

std::string_view trim_blank(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text, 0);
    if (length == 0 || !is_blank(text.substr(0, length))) break;
    text.remove_prefix(length);
  }
  while (!text.empty()) {
    const std::size_t last = utf8_start(text, text.size() - 1);
    if (!is_blank(text.substr(last))) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text.append(separator);
    text.append(part);
  }
  return text;
}

}  // namespace srl
