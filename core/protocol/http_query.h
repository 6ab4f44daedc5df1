// SPDX-License-Identifier: MIT
// The query of a request's target: names and values, percent-encoded (RFC 3986 §2.1).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace srl {

using HttpQuery = std::map<std::string, std::string, std::less<>>;

std::string percent_encode(std::string_view text);

// Reads "a=1&b=2". Errors: bad_value for a broken escape or a name that occurs twice, bad_utf8.
Result<HttpQuery> parse_query(std::string_view text);

// "" when the query doesn't name it.
std::string value_of(const HttpQuery& query, std::string_view name);

// Its `limit`, `usually` when it names none. bad_value when it is no number from 1 to kPageRowsMax.
Result<std::int64_t> limit_of(const HttpQuery& query, std::int64_t usually);

// Adds "name=value" to a target; nothing when the value is empty.
void append_query(std::string& target, std::string_view name, std::string_view value);

// True for a path that goes on after `prefix`: "/v1/tasks/7" is below "/v1/tasks/", and that is
// not.
bool is_below(std::string_view path, std::string_view prefix);

}  // namespace srl
