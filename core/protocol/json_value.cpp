// SPDX-License-Identifier: MIT
#include "protocol/json_value.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json_text.h"

namespace srl {
namespace {

void append_newline(std::string& out, int indent, int depth) {
  if (indent == 0) return;
  out.push_back('\n');
  out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
}

// Recursive: what is dumped was built here.
void append_json(std::string& out, const Json& value, int indent, int depth) {
  if (const Json::Object* object = value.object()) {
    out.push_back('{');
    bool first = true;
    for (const auto& [key, member] : *object) {
      if (!first) out.push_back(',');
      first = false;
      append_newline(out, indent, depth + 1);
      append_json_string(out, key);
      out.append(indent == 0 ? ":" : ": ");
      append_json(out, member, indent, depth + 1);
    }
    if (!first) append_newline(out, indent, depth);
    out.push_back('}');
  } else if (const Json::Array* array = value.array()) {
    out.push_back('[');
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out.push_back(',');
      append_newline(out, indent, depth + 1);
      append_json(out, (*array)[i], indent, depth + 1);
    }
    if (!array->empty()) append_newline(out, indent, depth);
    out.push_back(']');
  } else if (const std::string* text = value.text()) {
    append_json_string(out, *text);
  } else if (const std::int64_t* integer = value.integer()) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *integer).ptr;
    out.append(digits.data(), end);
  } else if (const bool* boolean = value.boolean()) {
    out.append(*boolean ? "true" : "false");
  } else {
    out.append("null");
  }
}

bool is_before(const JsonMembers::Member& member, std::string_view key) {
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
  const auto place = std::lower_bound(members_.begin(), members_.end(), key, is_before);
  if (place != members_.end() && place->first == key) return;
  members_.emplace(place, std::string(key), std::move(value));
}

Json& JsonMembers::operator[](std::string_view key) {
  const auto place = std::lower_bound(members_.begin(), members_.end(), key, is_before);
  if (place != members_.end() && place->first == key) return place->second;
  return members_.emplace(place, std::string(key), Json())->second;
}

void JsonMembers::erase(std::string_view key) {
  std::erase_if(members_, [&](const Member& member) { return member.first == key; });
}

const Json* JsonMembers::find(std::string_view key) const {
  const auto place = std::lower_bound(members_.begin(), members_.end(), key, is_before);
  return place != members_.end() && place->first == key ? &place->second : nullptr;
}

bool operator==(const JsonMembers& a, const JsonMembers& b) { return a.members_ == b.members_; }

const Json* Json::find(std::string_view key) const {
  const Object* members = object();
  return members == nullptr ? nullptr : members->find(key);
}

std::string dump_json(const Json& value, int indent) {
  std::string text;
  append_json(text, value, indent, 0);
  return text;
}

}  // namespace srl
