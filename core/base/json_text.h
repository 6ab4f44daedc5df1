// SPDX-License-Identifier: MIT
// The one part of JSON that everything that writes JSON shares: a quoted string. It stands below
// both the exporters and the protocol, which do not know each other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace srl {

// Appends `text` as a JSON string with its quotes (RFC 8259 §7). Bytes that are no UTF-8 become
// U+FFFD, so that the result is valid whatever went in.
void append_json_string(std::string& out, std::string_view text);

// How many bytes that takes, for text that is UTF-8.
std::size_t json_string_bytes(std::string_view text);

// How many bytes at the start of the text stand in a JSON string as they are: all but quotes,
// backslashes and control characters.
std::size_t plain_json_length(std::string_view text);

}  // namespace srl
