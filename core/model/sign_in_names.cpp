// SPDX-License-Identifier: MIT
#include "model/sign_in_names.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr std::size_t kLocalPartBytesMax = 64;    // RFC 5321 §4.5.3.1.1
constexpr std::size_t kDomainLabelBytesMax = 63;  // RFC 1035 §2.3.4
constexpr std::string_view kJoinLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

bool is_ascii_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80U; }

// RFC 5321 §4.1.2: atoms with single dots between them. Quoted local parts are legal and nobody's.
bool is_local_part(std::string_view text) {
  constexpr std::string_view kSpecial = "!#$%&'*+-/=?^_`{|}~.";
  if (text.empty() || text.size() > kLocalPartBytesMax) return false;
  if (text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return !is_ascii(c) || is_ascii_letter_or_digit(c) ||
           kSpecial.find(c) != std::string_view::npos;
  });
}

bool is_domain_label(std::string_view text) {
  if (text.empty() || text.size() > kDomainLabelBytesMax) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return !is_ascii(c) || is_ascii_letter_or_digit(c) || c == '-';
  });
}

// The last label is not a number: mail writes an IP address in another form.
bool is_domain(std::string_view text) {
  for (;;) {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    if (!is_domain_label(label)) return false;
    const bool is_last = dot == std::string_view::npos;
    if (is_last) return label.find_first_not_of("0123456789") != std::string_view::npos;
    text.remove_prefix(dot + 1);
  }
}

// Calls `visit(code_point, bytes)` for each character.
template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(utf8_sequence_length(text, at), 1);
    visit(code_point_at(text, at), text.substr(at, length));
    at += length;
  }
}

// Full-width letters become ASCII letters, and ideographic full stops become dots (as in UTS 46).
std::string in_ascii_width(std::string_view text) {
  constexpr std::uint32_t kWide = 0xFF01;
  constexpr std::uint32_t kWideLast = 0xFF5E;
  std::string narrow;
  for_each_character(text, [&](std::uint32_t point, std::string_view bytes) {
    if (point >= kWide && point <= kWideLast) {
      narrow.push_back(static_cast<char>(point - kWide + '!'));
    } else if (point == 0x3002 || point == 0xFF61) {
      narrow.push_back('.');
    } else {
      narrow.append(bytes);
    }
  });
  return narrow;
}

// Calls `visit(code_point)` for each that is neither invisible nor a dash.
template <class Visit>
void for_each_written(std::string_view text, Visit visit) {
  for_each_character(text, [&](std::uint32_t point, std::string_view bytes) {
    const bool is_dash = point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
    if (!is_dash && !is_blank(bytes)) visit(point);
  });
}

// The value of a decimal digit, -1 of anything else.
int digit_value(std::uint32_t point) {
  constexpr std::uint32_t kZeros[] = {'0',    0x0660, 0x06F0, 0x0966, 0x09E6,
                                      0x0A66, 0x0AE6, 0x0BE6, 0x0E50, 0xFF10};
  for (const std::uint32_t zero : kZeros) {
    if (point >= zero && point < zero + 10) return static_cast<int>(point - zero);
  }
  return -1;
}

bool has_invisible(std::string_view text) {
  bool has_any = false;
  for_each_character(
      text, [&](std::uint32_t, std::string_view bytes) { has_any = has_any || is_blank(bytes); });
  return has_any;
}

}  // namespace

Result<std::string> normal_email(std::string_view text) {
  const std::string narrow = in_ascii_width(text);
  std::string_view trimmed = trim_blank(narrow);
  if (!trimmed.empty() && trimmed.back() == '.') trimmed.remove_suffix(1);
  const std::size_t at = std::min(trimmed.rfind('@'), trimmed.size());
  const std::string_view domain = trimmed.substr(std::min(at + 1, trimmed.size()));
  const bool is_address = trimmed.size() <= kEmailBytesMax && is_valid_utf8(trimmed) &&
                          !has_invisible(trimmed) && is_local_part(trimmed.substr(0, at)) &&
                          is_domain(domain);
  if (!is_address) {
    return make_error(ErrorCode::bad_value,
                      "/email: is not an address that can be mailed, such as ada@example.org");
  }
  std::string email(trimmed);
  for (char& c : email) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return email;
}

Result<std::string> normal_code(std::string_view text) {
  std::string code;
  bool has_stranger = false;
  for_each_written(text, [&](std::uint32_t point) {
    const int digit = digit_value(point);
    has_stranger = has_stranger || digit < 0;
    if (digit >= 0) code.push_back(static_cast<char>('0' + digit));
  });
  if (!has_stranger && code.size() == kCodeDigits) return code;
  return make_error(ErrorCode::bad_value, "/code: is not six digits; it did not count as a try");
}

Result<std::string> normal_join_code(std::string_view text) {
  std::string code;
  bool has_stranger = false;
  for_each_written(text, [&](std::uint32_t point) {
    char letter = point < 0x80U ? static_cast<char>(point) : '?';
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == 'I' || letter == 'L') letter = '1';
    if (letter == 'O') letter = '0';
    has_stranger = has_stranger || kJoinLetters.find(letter) == std::string_view::npos;
    code.push_back(letter);
  });
  if (!has_stranger && code.size() == kJoinCodeLetters) return code;
  return make_error(ErrorCode::bad_value,
                    "/join_code: is not ten letters and digits such as K7QF2-MXR9T");
}

std::string shown_join_code(std::string_view code) {
  constexpr std::size_t kHalf = kJoinCodeLetters / 2;
  return std::string(code.substr(0, kHalf)).append("-").append(code.substr(kHalf));
}

char join_code_letter(unsigned number) { return kJoinLetters[number % kJoinLetters.size()]; }

}  // namespace srl
