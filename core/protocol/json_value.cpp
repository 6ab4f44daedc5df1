// SPDX-License-Identifier: MIT
#include "protocol/json_value.h"

#include <algorithm>

#include "protocol/json_writer.h"

namespace srl {
namespace {

// Recursive: what is dumped was built here.
void write_json(JsonWriter& json, const Json& value) {
  if (const Json::Object* object = value.object()) {
    json.begin_object();
    for (const auto& [key, member] : *object) {
      json.key_of_any_text(key);
      write_json(json, member);
    }
    json.end_object();
  } else if (const Json::Array* array = value.array()) {
    json.list(*array, [&](const Json& one) { write_json(json, one); });
  } else if (const std::string* text = value.text()) {
    json.value(*text);
  } else if (const std::int64_t* integer = value.integer()) {
    json.value(*integer);
  } else if (const bool* boolean = value.boolean()) {
    json.value(*boolean);
  } else {
    json.null();
  }
}

bool key_is_before(const JsonMembers::Member& member, std::string_view key) {
  return member.first < key;
}

}  // namespace

JsonMembers::JsonMembers(std::initializer_list<Member> members) {
  members_.reserve(members.size());
  for (const auto& [key, value] : members) emplace(key, value);
}

void JsonMembers::emplace(std::string_view key, Json value) {
  if (members_.empty() || members_.back().first < key) {
    members_.emplace_back(key, std::move(value));
    return;
  }
  const auto place = std::lower_bound(members_.begin(), members_.end(), key, key_is_before);
  if (place != members_.end() && place->first == key) return;
  members_.emplace(place, std::string(key), std::move(value));
}

Json& JsonMembers::operator[](std::string_view key) {
  const auto place = std::lower_bound(members_.begin(), members_.end(), key, key_is_before);
  if (place != members_.end() && place->first == key) return place->second;
  return members_.emplace(place, std::string(key), Json())->second;
}

void JsonMembers::erase(std::string_view key) {
  std::erase_if(members_, [&](const Member& member) { return member.first == key; });
}

const Json* JsonMembers::find(std::string_view key) const {
  const auto place = std::lower_bound(members_.begin(), members_.end(), key, key_is_before);
  return place != members_.end() && place->first == key ? &place->second : nullptr;
}

bool operator==(const JsonMembers& a, const JsonMembers& b) { return a.members_ == b.members_; }

const Json* Json::find(std::string_view key) const {
  const Object* members = object();
  return members == nullptr ? nullptr : members->find(key);
}

std::string dump_json(const Json& value, int indent) {
  std::string text;
  JsonWriter json(text, indent);
  write_json(json, value);
  return text;
}

}  // namespace srl
