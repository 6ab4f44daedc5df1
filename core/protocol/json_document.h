// SPDX-License-Identifier: MIT
// A JSON document as it was parsed: its values in one piece of memory and in the order of the text,
// an object's members as key and value by turns. A list and an object know where they end, so that
// a reader passes over them. Texts without escapes stay where they are in the source, which
// therefore must outlive the document; those with escapes are kept here. What is built and written
// is a Json (json_value.h). Most readers take a JsonReader (json_reader.h), which says what is
// wrong and where.
//
// The parser behind it is nlohmann/json, which only json_parse.cpp includes. Numbers are integers:
// the product has no others.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace srl {

// A value at its place in the document; what belongs to it comes behind it. Never copied by
// readers: a copy has nothing behind it.
class JsonNode {
 public:
  enum class Kind : std::uint8_t { null, boolean, integer, text, list, object };

  JsonNode() = default;  // null
  explicit JsonNode(std::same_as<bool> auto value) : kind_(Kind::boolean), integer_(value) {}
  explicit JsonNode(std::int64_t value) : kind_(Kind::integer), integer_(value) {}
  explicit JsonNode(std::string_view text)
      : kind_(Kind::text), size_(static_cast<std::uint32_t>(text.size())), text_(text.data()) {}
  static JsonNode container(Kind kind);  // empty, and goes on until it is closed
  void close(const JsonNode* end) { size_ = static_cast<std::uint32_t>(end - this); }

  bool is_null() const { return kind_ == Kind::null; }
  bool is_list() const { return kind_ == Kind::list; }
  bool is_object() const { return kind_ == Kind::object; }

  // Nothing when the value is of another kind.
  std::optional<bool> boolean() const {
    return kind_ == Kind::boolean ? std::optional(integer_ != 0) : std::nullopt;
  }
  std::optional<std::int64_t> integer() const {
    return kind_ == Kind::integer ? std::optional(integer_) : std::nullopt;
  }
  std::optional<std::string_view> text() const {
    return kind_ == Kind::text ? std::optional(std::string_view(text_, size_)) : std::nullopt;
  }

  // What comes behind this value and all that belongs to it.
  const JsonNode* next() const { return this + span(); }
  // A list's first element, an object's first key; next() when there is none.
  const JsonNode* first() const { return this + 1; }
  // Whether `other` is this value or belongs to it.
  bool holds(const JsonNode* other) const;

  // The member `key`, nullptr when it is absent or this is no object.
  const JsonNode* find(std::string_view key) const;

 private:
  bool is_container() const { return kind_ >= Kind::list; }
  std::uint32_t span() const { return is_container() ? size_ : 1; }

  Kind kind_ = Kind::null;
  std::uint32_t size_ = 0;  // a text's bytes; the nodes from a list or an object to its end
  union {
    std::int64_t integer_ = 0;
    const char* text_;
  };
};

class JsonDocument {
 public:
  // The nodes of one value. Their texts are views into the source or into `unescaped`.
  JsonDocument(std::vector<JsonNode> nodes, std::forward_list<std::string> unescaped)
      : nodes_(std::move(nodes)), unescaped_(std::move(unescaped)) {}

  JsonDocument(JsonDocument&&) = default;
  JsonDocument& operator=(JsonDocument&&) = default;
  JsonDocument(const JsonDocument&) = delete;  // the copy would look into the original
  JsonDocument& operator=(const JsonDocument&) = delete;

  const JsonNode& root() const { return nodes_.front(); }

 private:
  std::vector<JsonNode> nodes_;
  std::forward_list<std::string> unescaped_;  // stays where it is, also when the document moves
};

// Parses one document out of `text`, which must outlive it. Checked first: at most `bytes_max`
// bytes (itself below 4 GB), UTF-8, depth ≤ kJsonDepthMax. Errors: too_large, bad_utf8, too_deep,
// bad_request (with line and column), and bad_value (with a JSON pointer) for a number that is no
// 64-bit integer and for a key that occurs twice in one object.
Result<JsonDocument> parse_json(std::string_view text, std::size_t bytes_max);

// A string that is gone at the end of the statement cannot be the text of a document.
template <std::same_as<std::string> Text>
Result<JsonDocument> parse_json(Text&& text, std::size_t bytes_max) = delete;

// The place of `wanted` below `root` as a JSON pointer; "" is the root itself. Containers on the
// way may still be open, and `wanted` may be the place of a value that is yet to come.
std::string json_pointer(const JsonNode* root, const JsonNode* wanted);

// A key as a part of a JSON pointer (RFC 6901 §3): "a/b" becomes "/a~1b". A long one is cut.
inline constexpr std::size_t kKeyBytesShownMax = 100;
void append_json_pointer(std::string& pointer, std::string_view key);

}  // namespace srl
