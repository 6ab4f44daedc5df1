// SPDX-License-Identifier: MIT
// Takes a parsed document apart, member by member. The first error sticks and the rest reads as
// empty values: read everything, then ask the status. An error names its place as a JSON pointer
// ("/ops/3/fields/title"), what is wrong there and what belongs there. Members that nobody asks for
// are ignored, so that a newer peer can send more.
//
// A reader is a few pointers into the document; the place is looked for when there is an error. The
// document with its source, the status and the keys must outlive it, and the texts it returns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "protocol/json_document.h"

namespace srl {

class JsonReader {
 public:
  JsonReader(const JsonDocument& document, Status& status)
      : root_(&document.root()), value_(root_), status_(&status) {}

  // The member of an object; one that is absent reads as missing.
  JsonReader operator[](std::string_view key) const;

  // False for what is absent and for null.
  bool exists() const { return value_ != nullptr && !value_->is_null(); }

  std::string_view text() const;
  std::string_view text_or(std::string_view fallback) const;
  std::string_view text_if_any() const;  // of anything else nothing, and no error
  std::int64_t integer(std::int64_t min, std::int64_t max) const;
  std::int64_t integer_or(std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  // A number that may be beyond what JavaScript counts exactly (2^53): a text of digits, or a
  // number.
  std::int64_t wide_integer(std::int64_t min, std::int64_t max) const;
  std::int64_t wide_integer_or(std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  bool boolean() const;
  bool boolean_or(bool fallback) const;
  Uuid uuid() const;

  // One name out of a closed set, which `parse` knows: Result<T> parse(std::string_view).
  template <class T>
  T name(Result<T> (*parse)(std::string_view)) const {
    const std::string_view text = name_text();
    if (text.empty()) return T{};
    Result<T> parsed = parse(text);
    if (parsed.ok()) return parsed.value();
    fail(parsed.error().code, parsed.error().detail);
    return T{};
  }

  // A list's number of elements, counted up to `most`; anything else has none.
  std::size_t size_up_to(std::size_t most) const;

  // Calls `visit(element)` for each element of a list, until an error.
  template <class Visit>
  void for_each(Visit visit) const {
    if (!is_list()) return;
    for (const JsonNode* element = value_->first(); element != value_->next();) {
      if (!status_->ok()) return;
      visit(at(element));
      element = element->next();
    }
  }

  // Calls `visit(key, member)` for each member of an object in the order of the text.
  template <class Visit>
  void for_each_member(Visit visit) const {
    if (!is_object()) return;
    for (const JsonNode* key = value_->first(); key != value_->next();) {
      if (!status_->ok()) return;
      const JsonNode* member = key + 1;
      visit(*key->text(), at(member));
      key = member->next();
    }
  }

  // The same place, whose errors go to another status: what is wrong in it is no matter of the
  // rest.
  JsonReader reporting_to(Status& status) const {
    JsonReader reader = *this;
    reader.status_ = &status;
    return reader;
  }

  // Marks this place as wrong, unless an earlier place is.
  void fail(ErrorCode code, std::string_view what) const;

  bool ok() const { return status_->ok(); }
  std::string pointer() const;

 private:
  JsonReader at(const JsonNode* value) const;
  bool is_list() const;  // an error when it is not
  bool is_object() const;
  std::string_view name_text() const;
  std::int64_t within(std::int64_t integer, std::int64_t min, std::int64_t max) const;
  void fail_type(std::string_view expected) const;

  const JsonNode* root_;
  const JsonNode* value_;             // nullptr when there is none
  const JsonNode* parent_ = nullptr;  // then: what it is missing from,
  std::string_view missing_key_{};    // and under which key
  Status* status_;
};

}  // namespace srl
