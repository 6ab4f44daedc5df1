// SPDX-License-Identifier: MIT
// JSON to be written, as plain values; what is read is a JsonDocument (json_document.h). Numbers
// are integers: the product has no others. Objects keep their keys sorted, so that the same value
// always dumps to the same bytes.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace srl {

class Json;

// The members of an object in the order of their keys, in one piece of memory: most have ten or
// less.
class JsonMembers {
 public:
  using Member = std::pair<std::string, Json>;
  using Iterator = std::vector<Member>::const_iterator;

  JsonMembers() = default;
  JsonMembers(std::initializer_list<Member> members);

  // Adds a member, unless there is one with this key. Cheapest in the order of the keys.
  void emplace(std::string_view key, Json value);
  Json& operator[](std::string_view key);  // null when it was not there
  void erase(std::string_view key);

  const Json* find(std::string_view key) const;
  Iterator begin() const { return members_.begin(); }
  Iterator end() const { return members_.end(); }
  std::size_t size() const;
  bool empty() const;

  friend bool operator==(const JsonMembers& a, const JsonMembers& b);

 private:
  std::vector<Member> members_;
};

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = JsonMembers;

  Json() = default;                                       // null
  Json(std::same_as<bool> auto value) : value_(value) {}  // nothing turns into a bool by itself
  Json(std::int64_t value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::uint32_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  bool is_null() const { return value_.index() == 0; }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  const std::string* text() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }

  // The member `key` of an object, nullptr when it is absent or this is no object.
  const Json* find(std::string_view key) const;

  friend bool operator==(const Json& a, const Json& b) { return a.value_ == b.value_; }

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

// Here, where a member is a complete type.
inline std::size_t JsonMembers::size() const { return members_.size(); }
inline bool JsonMembers::empty() const { return members_.empty(); }

// Compact when `indent` is 0. Text that is no UTF-8 is mended with U+FFFD: what comes out can
// always be parsed again.
std::string dump_json(const Json& value, int indent = 0);

}  // namespace srl
