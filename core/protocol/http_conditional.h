// SPDX-License-Identifier: MIT
// The headers that make a write safe to repeat: entity tags and If-Match (RFC 9110 §8.8.3, §13.1.1)
// and Idempotency-Key (draft-ietf-httpapi-idempotency-key-header).
#pragma once

#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "protocol/messages.h"

namespace srl {

std::string quoted(std::string_view text);

// A task's entity tag is its version and the epoch that has written it: "12-9f3c01d2", with the
// quotes.
std::string format_etag(const EntityTag& tag);

std::string format_if_match(const VersionCondition& condition);

// "*", or a list of entity tags. Weak tags and tags of other makers never match, as RFC 9110 has
// it; bad_value for what is no list of tags.
Result<VersionCondition> parse_if_match(std::string_view text);

// A UUID, as a quoted string (the draft) or bare (what most programs send). Errors: bad_value.
Result<Uuid> parse_idempotency_key(std::string_view text);

}  // namespace srl
