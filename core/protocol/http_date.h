// SPDX-License-Identifier: MIT
// Dates as HTTP writes them, and how long an answer asks to be left alone.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace srl {

// All three forms of RFC 9110 §5.6.7, which a recipient must accept; nothing for any other text.
std::optional<TimeMs> parse_http_date(std::string_view text);

// Retry-After as seconds or as a date (RFC 9110 §10.2.3), in milliseconds; 0 for what is neither,
// and for a date that has passed. A date is measured from the answer's own `date`, since the two
// clocks may differ; from `now_ms` where the answer has none.
DurationMs parse_retry_after(std::string_view retry_after, std::string_view date, TimeMs now_ms);

}  // namespace srl
