// SPDX-License-Identifier: MIT
#include "protocol/json_reader.h"

#include <charconv>

namespace srl {
namespace {

constexpr std::size_t kNameBytesMax = 40;  // longer than any name in any of our sets

// What a value is, as an error says it. Texts are not quoted: they may be long, or secret.
std::string description_of(const JsonNode& value) {
  if (const std::optional<bool> boolean = value.boolean()) return *boolean ? "true" : "false";
  if (const std::optional<std::int64_t> integer = value.integer()) {
    return "the number " + std::to_string(*integer);
  }
  if (value.text()) return "a text";
  return value.is_list() ? "a list" : "an object";
}

}  // namespace

JsonReader JsonReader::operator[](std::string_view key) const {
  if (value_ == nullptr) return *this;  // what is missing has nothing in it
  const JsonNode* member = value_->is_null() || !is_object() ? nullptr : value_->find(key);
  if (member != nullptr) return at(member);
  JsonReader missing = *this;
  missing.value_ = nullptr;
  missing.parent_ = value_;
  missing.missing_key_ = key;
  return missing;
}

std::string_view JsonReader::text() const {
  if (value_ != nullptr) {
    if (const std::optional<std::string_view> text = value_->text()) return *text;
  }
  fail_type("a text");
  return {};
}

std::string_view JsonReader::text_if_any() const {
  return value_ == nullptr ? std::string_view() : value_->text().value_or(std::string_view());
}

std::string_view JsonReader::text_or(std::string_view fallback) const {
  return exists() ? text() : fallback;
}

std::int64_t JsonReader::integer(std::int64_t min, std::int64_t max) const {
  const std::optional<std::int64_t> integer = value_ == nullptr ? std::nullopt : value_->integer();
  if (integer) return within(*integer, min, max);
  fail_type("a number");
  return min;
}

std::int64_t JsonReader::within(std::int64_t integer, std::int64_t min, std::int64_t max) const {
  if (integer >= min && integer <= max) return integer;
  fail(ErrorCode::bad_value, "is " + std::to_string(integer) + ", must be from " +
                                 std::to_string(min) + " to " + std::to_string(max));
  return min;
}

std::int64_t JsonReader::wide_integer(std::int64_t min, std::int64_t max) const {
  const std::optional<std::string_view> text = value_ == nullptr ? std::nullopt : value_->text();
  if (!text) return integer(min, max);
  std::int64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, code] = std::from_chars(text->data(), end, number);
  if (code == std::errc() && stop == end) return within(number, min, max);
  fail(ErrorCode::bad_value, "is a text that is not an integer of 64 bits");
  return min;
}

std::int64_t JsonReader::wide_integer_or(std::int64_t fallback, std::int64_t min,
                                         std::int64_t max) const {
  return exists() ? wide_integer(min, max) : fallback;
}

std::size_t JsonReader::size_up_to(std::size_t most) const {
  if (value_ == nullptr || !value_->is_list()) return 0;
  std::size_t size = 0;
  for (const JsonNode* at = value_->first(); at != value_->next() && size < most; at = at->next()) {
    ++size;
  }
  return size;
}

std::int64_t JsonReader::integer_or(std::int64_t fallback, std::int64_t min,
                                    std::int64_t max) const {
  return exists() ? integer(min, max) : fallback;
}

bool JsonReader::boolean() const {
  if (value_ != nullptr) {
    if (const std::optional<bool> boolean = value_->boolean()) return *boolean;
  }
  fail_type("true or false");
  return false;
}

bool JsonReader::boolean_or(bool fallback) const { return exists() ? boolean() : fallback; }

Uuid JsonReader::uuid() const {
  const std::string_view canonical = text();
  if (!ok()) return {};
  Result<Uuid> id = parse_uuid(canonical);
  if (id.ok()) return id.value();
  fail(id.error().code, id.error().detail);
  return {};
}

std::string_view JsonReader::name_text() const {
  const std::string_view name = text();
  if (!ok()) return {};
  if (!name.empty() && name.size() <= kNameBytesMax) return name;
  fail(ErrorCode::bad_value,
       name.empty() ? "is empty, must be a name" : "is longer than any name that could stand here");
  return {};
}

void JsonReader::fail(ErrorCode code, std::string_view what) const {
  if (!status_->ok()) return;
  const std::string place = pointer();
  *status_ = make_error(code, (place.empty() ? "the document" : place) + ": " + std::string(what));
}

void JsonReader::fail_type(std::string_view expected) const {
  const std::string found = exists() ? "is " + description_of(*value_) : "is missing";
  fail(ErrorCode::bad_value, found + ", must be " + std::string(expected));
}

std::string JsonReader::pointer() const {
  std::string pointer = json_pointer(root_, value_ == nullptr ? parent_ : value_);
  if (value_ == nullptr) append_json_pointer(pointer, missing_key_);
  return pointer;
}

JsonReader JsonReader::at(const JsonNode* value) const {
  JsonReader reader = *this;
  reader.value_ = value;
  return reader;
}

bool JsonReader::is_list() const {
  const bool is_list = value_ != nullptr && value_->is_list();
  if (!is_list) fail_type("a list");
  return is_list;
}

bool JsonReader::is_object() const {
  const bool is_object = value_ != nullptr && value_->is_object();
  if (!is_object) fail_type("an object");
  return is_object;
}

}  // namespace srl
