// SPDX-License-Identifier: MIT
// A message as HTTP carries it: which method and path, what goes into the query, into headers and
// into the body. Both ends of a real connection use it; no socket comes near it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "protocol/messages.h"

namespace srl {

// Every answer of the service bears this header with the version of the protocol that it speaks.
// A proxy, a firewall or a captive portal answers without it, whatever the status: so a device
// knows whose answer it has. A type of content alone does not tell: such pages speak JSON, too.
inline constexpr std::string_view kServiceHeader = "SRL-Service";
inline constexpr std::string_view kProtocolVersion = "1";

struct HttpRequestForm {
  std::string method;  // HEAD is a GET to everybody but the one who writes the answer
  std::string target;  // path and query, percent-encoded
  std::string body;    // JSON, empty for GET and DELETE
  std::optional<std::string> idempotency_key{};
  std::optional<std::string> if_match{};
  std::optional<std::string> authorization{};
  std::string traceparent{};  // trace context; says nothing about what is asked
  std::string client{};  // the peer's network address; no part of the message, the host fills it in
  Status headers{};      // what is wrong with them; from_http hands it on
};

// Takes one header line of a request, in the order in which they came; lines that say nothing here
// are passed over. Several lines of If-Match are one list (RFC 9110 §5.3); several of traceparent
// are none that can be read, as its specification has it. Two of Idempotency-Key or Authorization
// are an error of the form's headers (bad_request), because another reader on the way may have
// taken the other one.
void take_header_line(HttpRequestForm& form, std::string_view name, std::string_view value);

struct HttpResponseForm {
  int status = 200;
  std::string content_type{};  // empty: there is no body
  std::string body{};
  std::string etag{};
  std::string location{};
  bool replayed = false;           // Idempotent-Replayed
  std::string www_authenticate{};  // of a 401
  std::int64_t retry_after_s = 0;  // Retry-After; 0: none
  std::string service{};           // SRL-Service; empty: not the service's own answer
};

HttpRequestForm to_http(const Request& request);
HttpResponseForm to_http(const Response& response);

// Errors: not_found, method_not_allowed, those of parse_json and of the codec, bad_value for a
// query or a header, idempotency_key_missing, precondition_required, unauthenticated for an
// Authorization that is none of ours.
Result<Request> from_http(const HttpRequestForm& form);

// What the answer says, and whether the service says it: `is_foreign` unless it bears SRL-Service
// and its body, where it has one, is JSON by its type. A status outside 2xx always gives a Problem;
// so does what cannot be understood: unreadable_answer. Members, fields and codes that only a newer
// service knows are passed over.
Response from_http(Route route, const HttpResponseForm& form);

// The header Allow of a path; "" when there is no such path.
std::string_view allowed_methods(std::string_view path);

}  // namespace srl
