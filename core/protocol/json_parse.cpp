// SPDX-License-Identifier: MIT
// The parser of json_document.h: nlohmann/json reads, and the document is built from its events.
// This is the one file of the product that includes it. A parser that stops early has said why in
// `error_`; without exceptions nothing else may come out of it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "protocol/json_document.h"
#include "protocol/sparse_text.h"

namespace srl {
namespace {

// A list or an object whose end has not been read yet.
struct OpenContainer {
  std::size_t node;
  std::size_t key_count = 0;  // an object's
  std::string_view last_key{};
  bool is_in_order = true;  // each key came behind the one before it, so none is there twice
};

// Keys that differ at once need no call of a comparison: nearly all.
bool is_before(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty() || a.front() == b.front()) return a < b;
  return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
}

// A key that was there before, nullptr when there is none. Each looks for itself: so few are
// compared fastest one after the other. Not so in an attacker's object, which may have a hundred
// thousand.
const JsonNode* find_second(const JsonNode& object, std::size_t key_count) {
  constexpr std::size_t kFew = 16;
  std::set<std::string_view> known;
  for (const JsonNode* key = object.first(); key != object.next(); key = key[1].next()) {
    const std::string_view text = *key->text();
    const bool is_new = key_count > kFew ? known.insert(text).second : object.find(text) == key + 1;
    if (!is_new) return key;
  }
  return nullptr;
}

// Receives the parser's events and writes the nodes, without nlohmann's own values in between:
// those would keep the last of two equal keys and take a fraction for a number.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view source, const SparseText& text) : source_(source), text_(text) {}

  Result<JsonDocument> take() {
    if (error_.code != ErrorCode::none) return std::move(error_);
    return JsonDocument(std::move(nodes_), std::move(unescaped_));
  }

  bool null() override { return add(JsonNode()); }
  bool boolean(bool value) override { return add(JsonNode(value)); }
  bool number_integer(std::int64_t value) override { return add(JsonNode(value)); }
  bool number_unsigned(std::uint64_t value) override;
  bool number_float(double, const std::string& token) override { return no_integer(token); }
  bool string(std::string& lexed) override { return add(JsonNode(kept(lexed))); }
  bool binary(binary_t&) override { return false; }  // no part of JSON text
  bool start_object(std::size_t) override { return open(JsonNode::Kind::object); }
  bool start_array(std::size_t) override { return open(JsonNode::Kind::list); }
  bool key(std::string& lexed) override;
  bool end_object() override;
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& why) override;

  bool needs_more() const { return needs_more_; }  // what was read may be the beginning of a JSON

 private:
  bool add(JsonNode node);
  bool open(JsonNode::Kind kind);
  bool close();
  std::string_view kept(const std::string& lexed);
  bool no_integer(std::string_view token);

  std::string_view source_;
  const SparseText& text_;
  std::vector<JsonNode> nodes_;
  std::forward_list<std::string> unescaped_;
  std::vector<OpenContainer> open_;
  Error error_;
  bool needs_more_ = false;
};

bool Builder::add(JsonNode node) {
  nodes_.push_back(node);
  return true;
}

// Of the string that was read last: the lexer's copy is gone with the next one.
std::string_view Builder::kept(const std::string& lexed) {
  if (const std::string_view* in_source = text_.left_out()) return *in_source;
  return unescaped_.emplace_front(lexed);
}

bool Builder::number_unsigned(std::uint64_t value) {
  constexpr auto kMax = static_cast<std::uint64_t>(INT64_MAX);
  if (value > kMax) return no_integer(std::to_string(value));
  return number_integer(static_cast<std::int64_t>(value));
}

bool Builder::key(std::string& lexed) {
  const std::string_view key = kept(lexed);
  OpenContainer& object = open_.back();
  const bool is_first = object.key_count++ == 0;
  object.is_in_order = object.is_in_order && (is_first || is_before(object.last_key, key));
  object.last_key = key;
  return add(JsonNode(key));
}

bool Builder::open(JsonNode::Kind kind) {
  if (open_.size() >= static_cast<std::size_t>(kJsonDepthMax)) {
    error_ = make_error(ErrorCode::too_deep, "the JSON nests deeper than the " +
                                                 std::to_string(kJsonDepthMax) +
                                                 " levels that are allowed");
    return false;
  }
  open_.push_back({nodes_.size()});
  return add(JsonNode::container(kind));
}

bool Builder::close() {
  nodes_[open_.back().node].close(nodes_.data() + nodes_.size());
  open_.pop_back();
  return true;
}

bool Builder::end_object() {
  const OpenContainer object = open_.back();
  close();
  if (object.is_in_order) return true;  // as our own peers send it
  const JsonNode* second = find_second(nodes_[object.node], object.key_count);
  if (second == nullptr) return true;
  error_ = make_error(ErrorCode::bad_value, json_pointer(nodes_.data(), second + 1) +
                                                ": this key occurs twice; keep one");
  return false;
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
  const std::string place = json_pointer(nodes_.data(), nodes_.data() + nodes_.size());
  error_ = make_error(ErrorCode::bad_value, (place.empty() ? "the document" : place) + ": " +
                                                excerpt(token) +
                                                " is no 64-bit integer; there "
                                                "are no fractions here");
  return false;
}

// "line 2, column 5" of a byte position that counts from 1. Columns count characters.
std::string line_and_column(std::string_view source, std::size_t position) {
  const std::string_view before = source.substr(0, position == 0 ? 0 : position - 1);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::string_view row =
      newline == std::string_view::npos ? before : before.substr(newline + 1);
  const auto column =
      std::count_if(row.begin(), row.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }) +
      1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

Error malformed(std::string_view source, std::size_t position, const std::string& near) {
  return make_error(ErrorCode::bad_request, line_and_column(source, position) +
                                                ": the JSON is malformed near \"" + near + "\"");
}

bool Builder::parse_error(std::size_t position, const std::string& token,
                          const nlohmann::detail::exception& why) {
  constexpr int kNumberOverflow = 406;  // nlohmann's own number for it
  if (why.id == kNumberOverflow) return no_integer(token);
  position += text_.bytes_left_out();
  const bool is_string = token == "\"\"" && text_.left_out() != nullptr;
  const std::string last_token = is_string ? '"' + std::string(*text_.left_out()) + '"' : token;
  needs_more_ = position > source_.size();
  error_ = needs_more_ ? make_error(ErrorCode::bad_request, line_and_column(source_, position) +
                                                                ": the JSON ends too early")
                       : malformed(source_, position, excerpt(last_token));
  return false;
}

// To nlohmann's lexer a NUL is the end of the input. It is nowhere in JSON, so that what stands
// before it is wrong already, or it is what is wrong.
Result<JsonDocument> parse_before_nul(std::string_view text, std::size_t nul) {
  const std::string_view before = text.substr(0, nul);
  SparseText sparse(before);
  Builder builder(before, sparse);
  const bool is_whole =
      nlohmann::json::sax_parse(SparseIterator(&sparse), SparseIterator(nullptr), &builder);
  if (is_whole || builder.needs_more()) return malformed(text, nul + 1, "<U+0000>");
  return builder.take();
}

}  // namespace

Result<JsonDocument> parse_json(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return make_error(ErrorCode::too_large, "the JSON has " + std::to_string(text.size()) +
                                                " bytes, at most " + std::to_string(bytes_max) +
                                                " are allowed");
  }
  if (!is_valid_utf8(text)) return make_error(ErrorCode::bad_utf8, "JSON is always UTF-8");
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) return parse_before_nul(text, nul);
  SparseText sparse(text);
  Builder builder(text, sparse);
  nlohmann::json::sax_parse(SparseIterator(&sparse), SparseIterator(nullptr), &builder);
  return builder.take();
}

}  // namespace srl
