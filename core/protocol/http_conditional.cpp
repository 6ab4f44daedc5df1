// SPDX-License-Identifier: MIT
#include "protocol/http_conditional.h"

#include <charconv>

#include "base/text.h"

namespace srl {
namespace {

bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' &&
         text.substr(1, text.size() - 2).find('"') == std::string_view::npos;
}

std::string_view unquoted(std::string_view text) { return text.substr(1, text.size() - 2); }

}  // namespace

std::string quoted(std::string_view text) { return std::string("\"").append(text).append("\""); }

std::string format_etag(std::int64_t version) { return quoted(std::to_string(version)); }

std::string format_if_match(const VersionCondition& condition) {
  if (condition.any) return "*";
  std::string text;
  for (const std::int64_t version : condition.versions) {
    text.append(text.empty() ? "" : ", ").append(format_etag(version));
  }
  return text;
}

Result<VersionCondition> parse_if_match(std::string_view text) {
  VersionCondition condition;
  condition.any = trim(text) == "*";
  if (condition.any) return condition;
  if (trim(text).empty()) return make_error(ErrorCode::bad_value, "If-Match is empty");
  for (const std::string& part : split(text, ',')) {
    std::string_view tag = trim(part);
    const bool is_weak = tag.substr(0, 2) == "W/";
    if (is_weak) tag.remove_prefix(2);
    if (!is_quoted(tag)) {
      return make_error(ErrorCode::bad_value,
                        "If-Match is * or a list of entity tags in quotes, such as \"12\"");
    }
    const std::string_view digits = unquoted(tag);
    std::int64_t version = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
    const bool is_ours = code == std::errc() && end == digits.data() + digits.size();
    if (is_ours && !is_weak) condition.versions.push_back(version);
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
