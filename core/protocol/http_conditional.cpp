// SPDX-License-Identifier: MIT
#include "protocol/http_conditional.h"

#include <charconv>
#include <vector>

#include "base/text.h"

namespace srl {
namespace {

bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' &&
         text.substr(1, text.size() - 2).find('"') == std::string_view::npos;
}

std::string_view unquoted(std::string_view text) { return text.substr(1, text.size() - 2); }

// What stands between commas that are in no quotes: a tag may hold one (RFC 9110 §8.8.3).
std::vector<std::string_view> list_elements(std::string_view text) {
  std::vector<std::string_view> elements;
  bool in_quotes = false;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] == '"') in_quotes = !in_quotes;
    if (at < text.size() && (in_quotes || text[at] != ',')) continue;
    const std::string_view element = trim(text.substr(from, at - from));
    if (!element.empty()) elements.push_back(element);
    from = at + 1;
  }
  return elements;
}

}  // namespace

std::string quoted(std::string_view text) { return std::string("\"").append(text).append("\""); }

std::string format_etag(const EntityTag& tag) {
  return quoted(std::to_string(tag.version).append("-").append(tag.epoch));
}

std::string format_if_match(const VersionCondition& condition) {
  if (condition.any) return "*";
  std::string text;
  for (const EntityTag& tag : condition.tags) {
    text.append(text.empty() ? "" : ", ").append(format_etag(tag));
  }
  if (text.empty()) return quoted("");  // a tag that no row has
  return text;
}

Result<VersionCondition> parse_if_match(std::string_view text) {
  VersionCondition condition;
  condition.any = trim(text) == "*";
  if (condition.any) return condition;
  const std::vector<std::string_view> elements = list_elements(text);
  if (elements.empty()) return make_error(ErrorCode::bad_value, "If-Match is empty");
  for (std::string_view tag : elements) {
    const bool is_weak = tag.substr(0, 2) == "W/";
    if (is_weak) tag.remove_prefix(2);
    if (!is_quoted(tag)) {
      return make_error(
          ErrorCode::bad_value,
          "If-Match is * or a list of entity tags in quotes, such as \"12-9f3c01d2\"");
    }
    const std::string_view text_of_tag = unquoted(tag);
    const char* end_of_tag = text_of_tag.data() + text_of_tag.size();
    std::int64_t version = 0;
    const auto [dash, code] = std::from_chars(text_of_tag.data(), end_of_tag, version);
    const bool is_ours = code == std::errc() && dash != end_of_tag && *dash == '-';
    if (is_ours && !is_weak) condition.tags.push_back({version, std::string(dash + 1, end_of_tag)});
  }
  return condition;
}

Result<Uuid> parse_idempotency_key(std::string_view text) {
  const std::string_view key = trim(text);
  Result<Uuid> uuid = parse_uuid(is_quoted(key) ? unquoted(key) : key);
  if (uuid.ok()) return uuid;
  return make_error(ErrorCode::bad_value,
                    "Idempotency-Key is not a UUID such as 0190c6a2-7b1e-7d3c-8a4f-1c2d3e4f5a6b");
}

}  // namespace srl
