// SPDX-License-Identifier: MIT
#include "sim/object_reader.h"

namespace srl {
namespace {

// "g" and a number: as many characters as the last gesture that a history may have needs, and more.
constexpr std::size_t kGestureNameBytesMax = 7;
constexpr std::size_t kTextBytesMax = 40;  // what is longer is not even quoted in the complaint

}  // namespace

ObjectReader::ObjectReader(const JsonNode& json, std::string place, Status& complaint)
    : ObjectReader(std::move(place), complaint) {
  if (json.is_object()) {
    object_ = &json;
  } else {
    complain("", "an object is expected here");
  }
}

ObjectReader::ObjectReader(std::string place, Status& complaint)
    : place_(std::move(place)), complaint_(complaint) {}

const JsonNode* ObjectReader::member(std::string_view key) {
  if (object_ == nullptr) return nullptr;
  known_.insert(key);
  return object_->find(key);
}

std::int64_t ObjectReader::integer(std::string_view key, std::int64_t fallback, std::int64_t low,
                                   std::int64_t high) {
  const JsonNode* json = member(key);
  if (json == nullptr) return fallback;
  const std::optional<std::int64_t> value = json->integer();
  if (value && *value >= low && *value <= high) return *value;
  complain(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high) +
                    " is expected");
  return fallback;
}

std::string ObjectReader::text(std::string_view key, std::size_t bytes_max) {
  const JsonNode* json = member(key);
  if (json == nullptr) return {};
  const std::optional<std::string_view> value = json->text();
  if (value && value->size() <= bytes_max) return std::string(*value);
  complain(key, "a text of at most " + std::to_string(bytes_max) + " bytes is expected");
  return {};
}

bool ObjectReader::boolean(std::string_view key) {
  const JsonNode* json = member(key);
  if (json == nullptr) return false;
  if (const std::optional<bool> value = json->boolean()) return *value;
  complain(key, "true or false is expected");
  return false;
}

Intent ObjectReader::gesture(std::string_view key) {
  const std::string name = text(key, kTextBytesMax);
  if (name.empty()) return kNoIntent;
  std::int64_t number = 0;
  bool digits = name.size() > 1 && name.size() <= kGestureNameBytesMax && name[0] == 'g';
  for (std::size_t i = 1; digits && i < name.size(); ++i) {
    digits = name[i] >= '0' && name[i] <= '9';
    number = number * 10 + (name[i] - '0');
  }
  if (digits && number >= 1) return static_cast<Intent>(number);
  complain(key, "a gesture is named like \"g3\", this says \"" + name + "\"");
  return kNoIntent;
}

void ObjectReader::complain(std::string_view key, const std::string& what, ErrorCode code) {
  if (!complaint_.ok()) return;
  std::string place = place_;
  if (!key.empty()) place.append("/").append(key);
  complaint_ = make_error(code, (place.empty() ? "/" : place) + ": " + what);
}

void ObjectReader::finish() {
  if (object_ == nullptr) return;
  for (const JsonNode* at = object_->first(); at != object_->next(); at = at[1].next()) {
    const std::string_view key = *at->text();
    if (known_.count(key) != 0) continue;
    std::string names;
    for (const std::string_view name : known_) {
      names.append(names.empty() ? "" : ", ").append(name);
    }
    complain(key, "there is no such member; there are: " + names, ErrorCode::unknown_name);
  }
}

const JsonNode* ObjectReader::list(std::string_view key, std::size_t count_max) {
  const JsonNode* json = member(key);
  if (json == nullptr) return nullptr;
  if (!json->is_list()) {
    complain(key, "a list is expected");
    return nullptr;
  }
  std::size_t count = 0;
  for (const JsonNode* at = json->first(); at != json->next(); at = at->next()) ++count;
  if (count <= count_max) return json;
  complain(key, std::to_string(count) + " entries, at most " + std::to_string(count_max) +
                    " are allowed");
  return nullptr;
}

}  // namespace srl
