// SPDX-License-Identifier: MIT
// A message as HTTP carries it: which method and path, what goes into the query and what into the
// body. Both ends of a real connection use it; no socket comes near it.
#pragma once

#include <string>

#include "base/result.h"
#include "protocol/messages.h"

namespace srl {

struct HttpRequestForm {
  std::string method;
  std::string target;  // path and query, percent-encoded
  std::string body;    // JSON, empty for GET
};

struct HttpResponseForm {
  int status = 200;
  std::string content_type;
  std::string body;
};

HttpRequestForm to_http(const Request& request);
HttpResponseForm to_http(const Response& response);

// not_found for a path or method that does not exist; otherwise the errors of parse_json and of the
// codec, and bad_value for a query.
Result<Request> from_http(const HttpRequestForm& form);

// A status other than 200 always gives a Response with a Problem. An error means that the service
// said "done" and then something that cannot be understood.
Result<Response> from_http(Route route, const HttpResponseForm& form);

}  // namespace srl
