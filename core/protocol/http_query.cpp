// SPDX-License-Identifier: MIT
#include "protocol/http_query.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"

namespace srl {
namespace {

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

Result<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    const bool two_follow = i + 2 < text.size();
    if (!two_follow || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
      return make_error(ErrorCode::bad_value, "two hexadecimal digits must follow % in a query");
    }
    decoded.push_back(static_cast<char>(byte));
    i += 2;
  }
  if (!is_valid_utf8(decoded)) return make_error(ErrorCode::bad_utf8, "the query");
  return decoded;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back("0123456789ABCDEF"[byte >> 4]);
      encoded.push_back("0123456789ABCDEF"[byte & 0xFU]);
    }
  }
  return encoded;
}

Result<HttpQuery> parse_query(std::string_view text) {
  HttpQuery query;
  for (const std::string& pair : split(text, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view rest = std::string_view(pair).substr(equals);
    Result<std::string> value = percent_decode(rest.substr(rest.empty() ? 0 : 1));
    if (!value.ok()) return value.error();
    const Result<std::string> name = percent_decode(std::string_view(pair).substr(0, equals));
    if (!name.ok()) return name.error();
    if (!query.emplace(*name, *value).second) {
      return make_error(ErrorCode::bad_value,
                        "the query names " + *name + " twice; keep one of them");
    }
  }
  return query;
}

std::string value_of(const HttpQuery& query, std::string_view name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

Result<std::int64_t> limit_of(const HttpQuery& query, std::int64_t usually) {
  const std::string text = value_of(query, "limit");
  if (text.empty()) return usually;
  std::int64_t limit = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (code == std::errc() && end == text.data() + text.size() && limit > 0 &&
      limit <= kPageRowsMax) {
    return limit;
  }
  return make_error(ErrorCode::bad_value,
                    "limit is not a whole number from 1 to " + std::to_string(kPageRowsMax));
}

void append_query(std::string& target, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  target.push_back(target.find('?') == std::string::npos ? '?' : '&');
  target.append(name).append("=").append(percent_encode(value));
}

bool is_below(std::string_view path, std::string_view prefix) {
  return path.size() > prefix.size() && path.substr(0, prefix.size()) == prefix;
}

}  // namespace srl
