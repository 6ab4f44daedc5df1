// SPDX-License-Identifier: MIT
#include "protocol/json_reader.h"

namespace srl {
namespace {

constexpr std::size_t kNameBytesMax = 40;  // longer than any name in any of our sets

// What a value is, as an error says it. Texts are not quoted: they may be long, or secret.
std::string description_of(const Json& value) {
  if (value.boolean() != nullptr) return *value.boolean() ? "true" : "false";
  if (value.integer() != nullptr) return "the number " + std::to_string(*value.integer());
  if (value.text() != nullptr) return "a text";
  return value.array() != nullptr ? "a list" : "an object";
}

// Completes `pointer` to the place of `wanted` below `value`; false when it is not there.
bool find_place(const Json& value, const Json* wanted, std::string& pointer) {
  if (&value == wanted) return true;
  const std::size_t length = pointer.size();
  if (const Json::Object* members = value.object()) {
    for (const auto& [key, member] : *members) {
      append_json_pointer(pointer, key);
      if (find_place(member, wanted, pointer)) return true;
      pointer.resize(length);
    }
  }
  if (const Json::Array* elements = value.array()) {
    for (std::size_t i = 0; i < elements->size(); ++i) {
      append_json_pointer(pointer, std::to_string(i));
      if (find_place((*elements)[i], wanted, pointer)) return true;
      pointer.resize(length);
    }
  }
  return false;
}

}  // namespace

JsonReader JsonReader::operator[](std::string_view key) const {
  if (value_ == nullptr) return *this;  // what is missing has nothing in it
  const Json::Object* members = value_->is_null() ? nullptr : object();
  const Json* member = members == nullptr ? nullptr : value_->find(key);
  if (member != nullptr) return at(*member);
  JsonReader missing = *this;
  missing.value_ = nullptr;
  missing.parent_ = value_;
  missing.missing_key_ = key;
  return missing;
}

std::string_view JsonReader::text() const {
  if (exists() && value_->text() != nullptr) return *value_->text();
  fail_type("a text");
  return {};
}

std::string_view JsonReader::text_if_any() const {
  if (!exists() || value_->text() == nullptr) return {};
  return *value_->text();
}

std::string_view JsonReader::text_or(std::string_view fallback) const {
  return exists() ? text() : fallback;
}

std::int64_t JsonReader::integer(std::int64_t min, std::int64_t max) const {
  if (!exists() || value_->integer() == nullptr) {
    fail_type("a number");
    return min;
  }
  const std::int64_t integer = *value_->integer();
  if (integer >= min && integer <= max) return integer;
  fail(ErrorCode::bad_value, "is " + std::to_string(integer) + ", must be from " +
                                 std::to_string(min) + " to " + std::to_string(max));
  return min;
}

std::int64_t JsonReader::integer_or(std::int64_t fallback, std::int64_t min,
                                    std::int64_t max) const {
  return exists() ? integer(min, max) : fallback;
}

bool JsonReader::boolean() const {
  if (exists() && value_->boolean() != nullptr) return *value_->boolean();
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
  std::string pointer;
  find_place(*document_, value_ == nullptr ? parent_ : value_, pointer);
  if (value_ == nullptr) append_json_pointer(pointer, missing_key_);
  return pointer;
}

JsonReader JsonReader::at(const Json& value) const {
  JsonReader reader = *this;
  reader.value_ = &value;
  return reader;
}

JsonReader JsonReader::element(std::size_t index) const { return at((*value_->array())[index]); }

std::size_t JsonReader::size() const {
  if (exists() && value_->array() != nullptr) return value_->array()->size();
  fail_type("a list");
  return 0;
}

const Json::Object* JsonReader::object() const {
  if (exists() && value_->object() != nullptr) return value_->object();
  fail_type("an object");
  return nullptr;
}

}  // namespace srl
