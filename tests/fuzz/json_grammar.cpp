// SPDX-License-Identifier: MIT
#include "fuzz/json_grammar.h"

#include <vector>

namespace srl::test {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_one_of(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

class JsonGrammar {
 public:
  explicit JsonGrammar(std::string_view text) : text_(text) {}

  JsonVerdict judge() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    const bool is_json = document();
    if (is_json) return {true, 0, 0};
    return {false, at_, end_of_word()};
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char next() const { return at_end() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_any(std::string_view set) {
    if (at_end() || !is_one_of(set, text_[at_])) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (take_any(" \t\r\n")) {
    }
  }

  bool document() {
    if (!values()) return false;
    skip_blanks();
    return at_end();
  }

  // Without recursion: lists nest as deep as the text is long.
  bool values() {
    std::vector<char> open;
    while (true) {
      skip_blanks();
      if (take('[')) {
        skip_blanks();
        if (next() != ']' || at_end()) {
          open.push_back('[');
          continue;
        }
        ++at_;
      } else if (take('{')) {
        skip_blanks();
        if (!take('}')) {
          if (!member_name()) return false;
          open.push_back('{');
          continue;
        }
      } else if (!scalar()) {
        return false;
      }
      if (!close(open)) return false;
      if (open.empty()) return true;
    }
  }

  // Behind a value: closes what ends here, and goes on to the next value of what does not.
  bool close(std::vector<char>& open) {
    while (!open.empty()) {
      skip_blanks();
      const bool is_object = open.back() == '{';
      if (take(',')) return !is_object || member_name();
      if (!take(is_object ? '}' : ']')) return false;
      open.pop_back();
    }
    return true;
  }

  bool member_name() {
    skip_blanks();
    if (next() != '"' || !string()) return false;
    skip_blanks();
    return take(':');
  }

  bool scalar() {
    if (next() == '"') return string();
    if (next() == '-' || is_digit(next())) return number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (!at_end() && next() == word.front()) return literal(word);
    }
    return false;
  }

  bool literal(std::string_view word) {
    token_ = at_;
    for (const char c : word) {
      if (!take(c)) return false;
    }
    return true;
  }

  bool number() {
    token_ = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take_any("eE")) return true;
    take_any("+-");
    return digits();
  }
  bool digits() {
    if (at_end() || !is_digit(next())) return false;
    while (!at_end() && is_digit(next())) ++at_;
    return true;
  }

  bool string() {
    token_ = at_;
    ++at_;
    while (!at_end()) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return false;
      ++at_;
      if (c == '"') return true;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  // RFC 8259 §8.2 leaves half a surrogate pair to the reader; ours has no place for one.
  bool escape() {
    if (take_any("\"\\/bfnrt")) return true;
    if (!take('u')) return false;
    const std::size_t unit = at_;
    if (take_any("dD")) {
      if (take_any("89abAB")) {
        if (!hex() || !hex()) return false;
        return take('\\') && take('u') && take_any("dD") && take_any("cdefCDEF") && hex() && hex();
      }
      if (is_one_of("cdefCDEF", next())) return false;
      at_ = unit;
    }
    return hex() && hex() && hex() && hex();
  }
  bool hex() {
    if (at_end() || !is_hex(next())) return false;
    ++at_;
    return true;
  }

  // A string that is wrong ends at its quote, or where the text does.
  std::size_t end_of_word() const {
    const bool in_string = token_ < at_ && text_[token_] == '"' && !is_closed();
    std::size_t at = at_;
    if (in_string || next() == '"') {
      if (!in_string) ++at;
      while (at < text_.size() && text_[at] != '"') at += text_[at] == '\\' ? 2 : 1;
      return at;
    }
    while (at < text_.size() && !is_one_of(" \t\r\n,:[]{}\"", text_[at])) ++at;
    return at;
  }
  // Whether the string that was begun last ends before where it is wrong.
  bool is_closed() const {
    for (std::size_t at = token_ + 1; at < at_; ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_[at] == '"') {
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t token_ = 0;  // where the last word or string begins
};

}  // namespace

JsonVerdict json_verdict(std::string_view text) { return JsonGrammar(text).judge(); }

}  // namespace srl::test
