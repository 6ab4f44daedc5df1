// SPDX-License-Identifier: MIT
// The parser of json_value.h: RFC 8259, less the numbers that are no integers. A general library
// spent a third of a push's instructions here; this one reads the same with a third of those.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/json_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "protocol/json_value.h"

namespace srl {
namespace {

constexpr std::size_t kExcerptBytesMax = 40;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "line 2, column 5" of the byte at `position`. Columns count characters.
std::string line_and_column(std::string_view source, std::size_t position) {
  const std::string_view before = source.substr(0, position);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::string_view row = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
  const auto column =
      std::count_if(row.begin(), row.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }) +
      1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// The end of what was read last, because that is where the error is; whole characters only, and
// none that would do something to a terminal.
std::string excerpt(std::string_view text) {
  std::string quoted;
  if (text.size() > kExcerptBytesMax) {
    text = text.substr(text.size() - kExcerptBytesMax);
    while (utf8_sequence_length(text, 0) == 0) text.remove_prefix(1);
    quoted = "…";
  }
  for (const char c : text) quoted.push_back(has_control_character({&c, 1}, false) ? '?' : c);
  return quoted;
}

// Descends into the document, no deeper than kJsonDepthMax. Every function that returns false has
// left the reason in `error_`.
class Parser {
 public:
  explicit Parser(std::string_view source) : source_(source) {}

  Result<Json> parse();

 private:
  bool read_value(Json& value, int depth);
  bool read_object(Json& value, int depth);
  bool read_array(Json& value, int depth);
  bool read_text(std::string& text);
  bool read_escape(std::string& text);
  bool read_hex(std::uint32_t& unit);
  bool read_number(Json& value);
  bool read_word(std::string_view word);

  char peek() const { return at_ < source_.size() ? source_[at_] : '\0'; }
  char next() {
    skip_blanks();
    return peek();
  }
  void skip_blanks();
  void skip_digits();
  bool expect(char c);
  bool unexpected();
  bool no_integer(std::size_t start);
  bool too_deep();
  bool is_within(std::string_view key);

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t token_ = 0;  // where the token begins that is being read
  std::array<std::size_t, kJsonDepthMax + 1> sizes_{};  // by depth: the last object's
  Error error_;
  bool names_place_ = false;  // the detail begins with a JSON pointer, which is still growing
};

Result<Json> Parser::parse() {
  if (source_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  Json document;
  bool is_read = read_value(document, 0);
  if (is_read) skip_blanks();
  if (is_read && at_ != source_.size()) is_read = unexpected();
  if (is_read) return document;
  if (names_place_ && error_.detail.front() == ':') error_.detail.insert(0, "the document");
  return error_;
}

bool Parser::read_value(Json& value, int depth) {
  const char c = next();
  token_ = at_;
  switch (c) {
    case '{': return read_object(value, depth + 1);
    case '[': return read_array(value, depth + 1);
    case '"': return read_text(value.emplace<std::string>());
    case 't': value.emplace<bool>(true); return read_word("true");
    case 'f': value.emplace<bool>(false); return read_word("false");
    case 'n': return read_word("null");
    default: return is_digit(c) || c == '-' ? read_number(value) : unexpected();
  }
}

bool Parser::read_object(Json& value, int depth) {
  if (depth > kJsonDepthMax) return too_deep();
  auto& object = value.emplace<Json::Object>();
  std::size_t& size_of_last = sizes_[static_cast<std::size_t>(depth)];
  std::string key;
  ++at_;
  if (next() == '}') {
    ++at_;
  } else {
    for (bool more = true; more;) {
      skip_blanks();
      token_ = at_;
      key.clear();
      if (peek() != '"') return unexpected();
      if (!read_text(key) || !expect(':')) return false;
      if (object.empty()) object.reserve(size_of_last);
      if (!read_value(object.append(key), depth)) return is_within(key);
      more = next() == ',';
      if (!more && !expect('}')) return false;
      if (more) ++at_;
    }
  }
  if (const std::string* twice = object.sort()) {
    error_ = make_error(ErrorCode::bad_value, ": this key occurs twice; keep one");
    names_place_ = true;
    return is_within(*twice);
  }
  size_of_last = object.size();
  return true;
}

bool Parser::read_array(Json& value, int depth) {
  if (depth > kJsonDepthMax) return too_deep();
  auto& array = value.emplace<Json::Array>();
  ++at_;
  if (next() == ']') {
    ++at_;
  } else {
    for (bool more = true; more;) {
      if (!read_value(array.emplace_back(), depth)) {
        return is_within(std::to_string(array.size() - 1));
      }
      more = next() == ',';
      if (!more && !expect(']')) return false;
      if (more) ++at_;
    }
  }
  return true;
}

bool Parser::read_text(std::string& text) {
  ++at_;
  while (true) {
    const std::size_t plain = plain_json_length(source_.substr(at_));
    text.append(source_, at_, plain);
    at_ += plain;
    if (at_ == source_.size()) return unexpected();
    if (source_[at_] == '"') break;
    if (source_[at_] != '\\') return unexpected();
    if (!read_escape(text)) return false;
  }
  ++at_;
  return true;
}

bool Parser::read_escape(std::string& text) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  ++at_;
  const std::size_t letter = at_ < source_.size() ? kLetters.find(source_[at_]) : kLetters.npos;
  if (letter != kLetters.npos) {
    text.push_back(kMeanings[letter]);
    ++at_;
    return true;
  }
  if (peek() != 'u') return unexpected();
  std::uint32_t point = 0;
  if (!read_hex(point)) return false;
  if (point >= 0xD800U && point < 0xDC00U) {  // the first half of a pair (RFC 8259 §7)
    std::uint32_t low = 0;
    if (peek() != '\\') return unexpected();
    ++at_;
    if (peek() != 'u') return unexpected();
    if (!read_hex(low)) return false;
    point = 0x10000U + ((point & 0x3FFU) << 10) + (low & 0x3FFU);
    if (low < 0xDC00U || low > 0xDFFFU) point = 0xDC00U;
  }
  if (point >= 0xDC00U && point <= 0xDFFFU) {  // a half without the other
    --at_;
    return unexpected();
  }
  append_utf8(text, point);
  return true;
}

// The four digits behind a "u".
bool Parser::read_hex(std::uint32_t& unit) {
  for (int i = 0; i < 4; ++i) {
    ++at_;
    const int digit = hex_value(peek());
    if (digit < 0) return unexpected();
    unit = unit << 4 | static_cast<std::uint32_t>(digit);
  }
  ++at_;
  return true;
}

bool Parser::read_number(Json& value) {
  const std::size_t start = at_;
  if (peek() == '-') ++at_;
  if (!is_digit(peek())) return unexpected();
  if (peek() == '0') {
    ++at_;
  } else {
    skip_digits();
  }
  const std::size_t end = at_;
  if (peek() == '.') {
    ++at_;
    if (!is_digit(peek())) return unexpected();
    skip_digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!is_digit(peek())) return unexpected();
    skip_digits();
  }
  auto& integer = value.emplace<std::int64_t>(0);
  const std::from_chars_result read =
      std::from_chars(source_.data() + start, source_.data() + end, integer);
  if (read.ec != std::errc() || at_ != end) return no_integer(start);
  return true;
}

bool Parser::read_word(std::string_view word) {
  for (const char c : word) {
    if (peek() != c) return unexpected();
    ++at_;
  }
  return true;
}

void Parser::skip_blanks() {
  while (at_ < source_.size()) {
    const char c = source_[at_];
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
    ++at_;
  }
}

void Parser::skip_digits() {
  while (is_digit(peek())) ++at_;
}

bool Parser::expect(char c) {
  if (next() != c) return unexpected();
  ++at_;
  return true;
}

// What stands at `at_` cannot stand there.
bool Parser::unexpected() {
  const bool at_end = at_ >= source_.size();
  const std::size_t start = std::min(token_, at_);
  const std::size_t length = std::max<std::size_t>(1, utf8_sequence_length(source_, at_));
  error_ =
      make_error(ErrorCode::bad_request,
                 line_and_column(source_, at_) + ": the JSON " +
                     (at_end ? std::string("ends too early")
                             : "is malformed near \"" +
                                   excerpt(source_.substr(start, at_ - start + length)) + "\""));
  return false;
}

bool Parser::no_integer(std::size_t start) {
  error_ =
      make_error(ErrorCode::bad_value, ": " + excerpt(source_.substr(start, at_ - start)) +
                                           " is no 64-bit integer; there are no fractions here");
  names_place_ = true;
  return false;
}

bool Parser::too_deep() {
  error_ = make_error(ErrorCode::too_deep, "the JSON nests deeper than the " +
                                               std::to_string(kJsonDepthMax) +
                                               " levels that are allowed");
  return false;
}

// On the way back up: the place of the error is below this key.
bool Parser::is_within(std::string_view key) {
  if (!names_place_) return false;
  std::string part;
  append_json_pointer(part, key);
  error_.detail.insert(0, part);
  return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return make_error(ErrorCode::too_large, "the JSON has " + std::to_string(text.size()) +
                                                " bytes, at most " + std::to_string(bytes_max) +
                                                " are allowed");
  }
  if (!is_valid_utf8(text)) return make_error(ErrorCode::bad_utf8, "JSON is always UTF-8");
  return Parser(text).parse();
}

}  // namespace srl
