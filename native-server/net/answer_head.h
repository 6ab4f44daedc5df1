// SPDX-License-Identifier: MIT
// What goes over the wire before an answer's body.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/http_message.h"

namespace srl {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7); seconds since 1970.
std::string http_date(std::int64_t seconds);

// Status line and headers, with the blank line. `closes`: no other answer follows this one.
std::string answer_head(const HttpAnswer& answer, std::string_view date, bool closes);

// The same for an answer that has no end but the connection's.
std::string endless_answer_head(const HttpAnswer& answer, std::string_view date);

// True when the body itself is sent, not only its length (RFC 9110 §6.4.1).
bool sends_body(const HttpAnswer& answer, bool is_head_request);

}  // namespace srl
