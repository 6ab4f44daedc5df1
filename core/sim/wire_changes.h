// SPDX-License-Identifier: MIT
// What can become of a message that is whole and correct when it is sent: something on the way
// answers in the service's place, an answer is cut, or the other side is of a newer version. All of
// them change HTTP, not values: what comes out is read by the code that reads a real answer.
#pragma once

#include <cstdint>

#include "protocol/http_form.h"

namespace srl {

// The page of a proxy, a firewall or a captive portal. `word` chooses between a page, an empty body
// and JSON of its own that looks like the service's.
HttpResponseForm page_of(int status, std::uint64_t word = 0);

// An answer to which something has happened: results are missing or of other operations, or the
// body ends in the middle. `word` chooses.
HttpResponseForm cut_answer(HttpResponseForm answer, std::uint64_t word);

// As a newer service would answer: members, values, results and conflicts' states that are not
// known here.
HttpResponseForm as_newer_service(HttpResponseForm answer, std::uint64_t word);

// As a newer device would ask: members that are not known here, and an operation of an unknown
// kind. Errors are those of reading a request: the service would answer with them.
Result<Request> as_newer_device(const Request& request, std::uint64_t word);

}  // namespace srl
