// SPDX-License-Identifier: MIT
// The body of a push: {"device_id", "ops"}. Whatever is wrong with one operation is its own affair:
// it is handed on with its `flaw`, and the others are read as ever. Only a body that is no push at
// all is an error.
#pragma once

#include <string_view>

#include "protocol/json_reader.h"
#include "protocol/messages.h"

namespace srl {

// Errors: too_large (more than kRequestBytesMax, or more than kPushOperationsMax operations), and
// what parse_json and the reader say of a text that has no list "ops".
Result<PushRequest> parse_push(std::string_view body);

}  // namespace srl
