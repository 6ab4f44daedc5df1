// SPDX-License-Identifier: MIT
#include "protocol/json_slices.h"

#include "base/limits.h"
#include "protocol/json_reader.h"

namespace srl {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view without_blanks(std::string_view text) {
  const std::size_t from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

// Behind the string that begins at `at`; the end of the text when it does not end.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

// Takes what stands before the next `separator` that is in no bracket and no string off the front.
// Nothing is left when there is no such separator.
std::string_view take_part(std::optional<std::string_view>& left, char separator) {
  const std::string_view text = *left;
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < text.size() && (depth > 0 || text[at] != separator)) {
    if (text[at] == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (text[at] == '{' || text[at] == '[') ++depth;
    if ((text[at] == '}' || text[at] == ']') && depth > 0) --depth;
    ++at;
  }
  left = at < text.size() ? std::optional(text.substr(at + 1)) : std::nullopt;
  return without_blanks(text.substr(0, at));
}

// What stands between the brackets; nothing when the first one's partner is not the text's last
// character.
std::optional<std::string_view> inside(std::string_view text, char open) {
  text = without_blanks(text);
  if (text.size() < 2 || text.front() != open) return std::nullopt;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (text[at] == '{' || text[at] == '[') ++depth;
    if (text[at] == '}' || text[at] == ']') --depth;
    ++at;
    if (depth == 0) {
      const bool is_last = at == text.size();
      return is_last ? std::optional(text.substr(1, text.size() - 2)) : std::nullopt;
    }
  }
  return std::nullopt;
}

// Does the JSON string `name` spell the key, with escapes or without?
bool is_name(std::string_view name, std::string_view key) {
  if (name.find('\\') == std::string_view::npos) {
    return name.size() == key.size() + 2 && name.front() == '"' &&
           name.substr(1, key.size()) == key;
  }
  const Result<JsonDocument> document = parse_json(name, kRequestBytesMax);
  Status ignored;
  return document.ok() && JsonReader(*document, ignored).text_if_any() == key;
}

// Calls `visit(value)` for each member of the object with that key.
template <class Visit>
void visit_members(std::string_view text, std::string_view key, Visit visit) {
  std::optional<std::string_view> left = inside(text, '{');
  while (left) {
    std::optional<std::string_view> member = take_part(left, ',');
    const std::string_view name = take_part(member, ':');
    if (member && is_name(name, key)) visit(without_blanks(*member));
  }
}

}  // namespace

std::optional<std::vector<std::string_view>> json_element_slices(std::string_view text,
                                                                 std::size_t count_max) {
  std::optional<std::string_view> left = inside(text, '[');
  if (!left) return std::nullopt;
  std::vector<std::string_view> elements;
  if (without_blanks(*left).empty()) return elements;
  while (left) {
    if (elements.size() == count_max) break;
    elements.push_back(take_part(left, ','));
    if (elements.back().empty()) return std::nullopt;  // a comma without an element
  }
  return elements;
}

std::string_view json_member_slice(std::string_view text, std::string_view key) {
  std::string_view first;
  visit_members(text, key, [&](std::string_view value) {
    if (first.empty()) first = value;
  });
  return first;
}

std::size_t json_member_count(std::string_view text, std::string_view key) {
  std::size_t count = 0;
  visit_members(text, key, [&](std::string_view) { ++count; });
  return count;
}

}  // namespace srl
