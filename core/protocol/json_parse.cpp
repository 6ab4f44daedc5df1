// SPDX-License-Identifier: MIT
// The parser of json_value.h: nlohmann/json reads, and a document of our own values is built from its
// events. This is the one file of the product that includes it. A parser that stops early has said
// why in `error_`; without exceptions nothing else may come out of it.
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "protocol/json_value.h"

namespace srl {
namespace {

constexpr std::size_t kMembersExpected = 12;  // most objects of the protocol have fewer

// The text as nlohmann's lexer gets it: without what stands in its strings, as far as that needs no
// unescaping. The lexer looks at each character by itself, and four of five of a push are such
// text. It sees "" and judges where that may stand; the Builder takes the text from here.
class SparseText {
 public:
  explicit SparseText(std::string_view source) : source_(source) {}

  bool at_end() const { return at_ == source_.size(); }
  char current() const { return source_[at_]; }
  void advance();

  // Of the string that the lexer has read last: its text, if that was left out, else `lexed`.
  std::string_view string_or(std::string_view lexed) const { return has_left_out_ ? last_ : lexed; }
  std::size_t left_out() const { return left_out_; }

 private:
  enum class Place { outside, in_string, after_backslash };

  void open_string();

  std::string_view source_;
  std::size_t at_ = 0;
  Place place_ = Place::outside;
  bool has_left_out_ = false;
  std::string_view last_;
  std::size_t left_out_ = 0;  // bytes so far
};

// Behind the opening quote, or at once before the closing one.
void SparseText::open_string() {
  const std::size_t length = plain_json_length(source_.substr(at_));
  has_left_out_ = at_ + length < source_.size() && source_[at_ + length] == '"';
  place_ = Place::in_string;
  if (!has_left_out_) return;
  last_ = source_.substr(at_, length);
  left_out_ += length;
  at_ += length;
}

void SparseText::advance() {
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

// A container whose end has not been read yet.
struct OpenContainer {
  bool is_object = false;
  std::string key;  // an object's: of the member that comes next
  Json::Object object;
  Json::Array array;
};

// Receives the parser's events and builds the document from them, without nlohmann's own values in
// between: those would keep the last of two equal keys and take a fraction for a number.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view source, const SparseText& text) : source_(source), text_(text) {}

  Result<Json> take() {
    if (error_.code != ErrorCode::none) return error_;
    return std::move(document_);
  }

  bool null() override { return place(std::monostate()); }
  bool boolean(bool value) override { return place(value); }
  bool number_integer(std::int64_t value) override { return place(value); }
  bool number_unsigned(std::uint64_t value) override;
  bool number_float(double, const std::string& token) override { return no_integer(token); }
  bool string(std::string& value) override { return place(std::string(text_.string_or(value))); }
  bool binary(binary_t&) override { return false; }  // no part of JSON text
  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool key(std::string& key) override;
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& why) override;

 private:
  template <class T>
  bool place(T&& value);
  Json& new_place();
  bool open(bool is_object);
  bool close();
  bool no_integer(std::string_view token);
  std::string pointer() const;

  std::string_view source_;
  const SparseText& text_;
  std::vector<OpenContainer> open_;
  Json document_;
  Error error_;
};

bool Builder::number_unsigned(std::uint64_t value) {
  constexpr auto kMax = static_cast<std::uint64_t>(INT64_MAX);
  if (value > kMax) return no_integer(std::to_string(value));
  return place(static_cast<std::int64_t>(value));
}

bool Builder::key(std::string& key) {
  open_.back().key = text_.string_or(key);
  return true;
}

Json& Builder::new_place() {
  if (open_.empty()) return document_;
  OpenContainer& container = open_.back();
  if (container.is_object) return container.object.append(container.key);
  return container.array.emplace_back();
}

template <class T>
bool Builder::place(T&& value) {
  new_place().emplace<std::remove_cvref_t<T>>(std::forward<T>(value));
  return true;
}

bool Builder::open(bool is_object) {
  if (open_.size() >= static_cast<std::size_t>(kJsonDepthMax)) {
    error_ = make_error(ErrorCode::too_deep, "the JSON nests deeper than the " +
                                                 std::to_string(kJsonDepthMax) +
                                                 " levels that are allowed");
    return false;
  }
  open_.emplace_back();
  open_.back().is_object = is_object;
  if (is_object) open_.back().object.reserve(kMembersExpected);
  return true;
}

bool Builder::close() {
  if (const std::string* twice = open_.back().object.sort()) {
    open_.back().key = *twice;
    error_ = make_error(ErrorCode::bad_value, pointer() + ": this key occurs twice; keep one");
    return false;
  }
  OpenContainer closed = std::move(open_.back());
  open_.pop_back();
  if (closed.is_object) return place(std::move(closed.object));
  return place(std::move(closed.array));
}

constexpr std::size_t kExcerptBytesMax = 40;

// The end of what was read last, because that is where the error is; whole characters only.
std::string excerpt(std::string_view text) {
  if (text.size() <= kExcerptBytesMax) return std::string(text);
  text = text.substr(text.size() - kExcerptBytesMax);
  while (utf8_sequence_length(text, 0) == 0) text.remove_prefix(1);
  return "…" + std::string(text);
}

bool Builder::no_integer(std::string_view token) {
  const std::string place = pointer();
  error_ = make_error(ErrorCode::bad_value, (place.empty() ? "the document" : place) + ": " +
                                                excerpt(token) + " is no 64-bit integer; there "
                                                "are no fractions here");
  return false;
}

std::string Builder::pointer() const {
  std::string pointer;
  for (const OpenContainer& container : open_) {
    append_json_pointer(pointer, container.is_object ? container.key
                                                     : std::to_string(container.array.size()));
  }
  return pointer;
}

// "line 2, column 5" of a byte position that counts from 1. Columns count characters.
std::string line_and_column(std::string_view source, std::size_t position) {
  const std::string_view before = source.substr(0, position == 0 ? 0 : position - 1);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::string_view row =
      newline == std::string_view::npos ? before : before.substr(newline + 1);
  const auto column = std::count_if(row.begin(), row.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

bool Builder::parse_error(std::size_t position, const std::string& token,
                          const nlohmann::detail::exception& why) {
  constexpr int kNumberOverflow = 406;  // nlohmann's own number for it
  if (why.id == kNumberOverflow) return no_integer(token);
  position += text_.left_out();
  const bool is_string = token == "\"\"";
  const std::string last_token =
      is_string ? '"' + std::string(text_.string_or("")) + '"' : token;
  const bool at_end = position > source_.size();
  error_ = make_error(ErrorCode::bad_request,
                      line_and_column(source_, position) + ": the JSON " +
                          (at_end ? std::string("ends too early")
                                  : "is malformed near \"" + excerpt(last_token) + "\""));
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
  SparseText sparse(text);
  Builder builder(text, sparse);
  nlohmann::json::sax_parse(SparseIterator(&sparse), SparseIterator(nullptr), &builder);
  return builder.take();
}

}  // namespace srl
