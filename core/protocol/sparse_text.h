// SPDX-License-Identifier: MIT
// JSON text as nlohmann's lexer gets it: without what stands in its strings, as far as that needs
// no unescaping. The lexer looks at each character by itself, and four of five of a push are such
// text. It sees "" and judges where that may stand; who receives its events takes the text from
// here.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

#include "base/json_text.h"

namespace srl {

class SparseText {
 public:
  explicit SparseText(std::string_view source) : source_(source) {}

  bool at_end() const { return at_ == source_.size(); }
  char current() const { return source_[at_]; }
  void advance();

  // Of the string that the lexer has read last: its text in the source, nullptr when the lexer has
  // read that itself.
  const std::string_view* left_out() const { return has_left_out_ ? &last_ : nullptr; }
  // Before the place to which the lexer has come. It looks one character ahead, which at a quote
  // is a whole text.
  std::size_t bytes_left_out() const {
    const bool is_ahead = place_ == Place::in_string && has_left_out_;
    return bytes_left_out_ - (is_ahead ? last_.size() : 0);
  }

 private:
  enum class Place { outside, in_string, after_backslash };

  void open_string();

  std::string_view source_;
  std::size_t at_ = 0;
  Place place_ = Place::outside;
  bool has_left_out_ = false;
  std::string_view last_;
  std::size_t bytes_left_out_ = 0;
};

// Behind the opening quote, or at once before the closing one.
inline void SparseText::open_string() {
  const std::size_t length = plain_json_length(source_.substr(at_));
  has_left_out_ = at_ + length < source_.size() && source_[at_ + length] == '"';
  place_ = Place::in_string;
  if (!has_left_out_) return;
  last_ = source_.substr(at_, length);
  bytes_left_out_ += length;
  at_ += length;
}

inline void SparseText::advance() {
  const char passed = source_[at_++];
  switch (place_) {
    case Place::outside:
      if (passed == '"') open_string();
      return;
    case Place::in_string:
      if (passed == '"') place_ = Place::outside;
      if (passed == '\\') place_ = Place::after_backslash;
      return;
    case Place::after_backslash: place_ = Place::in_string; return;
  }
}

// What nlohmann's parser takes its input from.
class SparseIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  explicit SparseIterator(SparseText* text) : text_(text) {}  // nullptr: the end
  char operator*() const { return text_->current(); }
  SparseIterator& operator++() {
    text_->advance();
    return *this;
  }
  bool operator!=(const SparseIterator&) const { return !text_->at_end(); }
  bool operator==(const SparseIterator& other) const { return !(*this != other); }

 private:
  SparseText* text_;
};

}  // namespace srl
