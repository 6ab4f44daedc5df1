// SPDX-License-Identifier: MIT
// Bytes as text that a URL can carry as it is: RFC 4648 §5 without padding.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace srl {

std::string encode_base64url(std::string_view bytes);

// Strict: each sequence of bytes has one spelling. bad_value for padding, white space, the
// characters of plain base64, an impossible length, and bits that no byte uses.
Result<std::string> decode_base64url(std::string_view text);

}  // namespace srl
