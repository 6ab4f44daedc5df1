// SPDX-License-Identifier: MIT
// A message of the protocol out of its parts in HTTP, in both directions. The bytes: a line
// "METHOD target", lines of headers, an empty line, the body.
#include <algorithm>

#include "fuzz/fuzz_targets.h"
#include "protocol/http_form.h"

namespace srl::test {
namespace {

std::string_view take_line_of(std::string_view& bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
  return line;
}

HttpRequestForm form_of(std::string_view bytes) {
  HttpRequestForm form;
  const std::string_view first = take_line_of(bytes);
  form.method = first.substr(0, first.find(' '));
  form.target = first.substr(std::min(form.method.size() + 1, first.size()));
  for (std::string_view line = take_line_of(bytes); !line.empty(); line = take_line_of(bytes)) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    take_header_line(form, line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
  }
  form.body = bytes;
  return form;
}

bool is_same_form(const HttpRequestForm& a, const HttpRequestForm& b) {
  return a.method == b.method && a.target == b.target && a.body == b.body &&
         a.idempotency_key == b.idempotency_key && a.if_match == b.if_match &&
         a.authorization == b.authorization;
}

std::string fault_in_request(std::string_view bytes) {
  const Result<Request> request = from_http(form_of(bytes));
  if (!request.ok()) return request.error().detail.empty() ? "an error says nothing" : "";
  const HttpRequestForm sent = to_http(*request);
  const Result<Request> again = from_http(sent);
  if (!again.ok()) return "what was sent is not read: " + again.error().detail;
  return is_same_form(to_http(*again), sent) ? "" : "it is sent otherwise than it was read";
}

std::string fault_in_response(std::string_view bytes) {
  HttpResponseForm form;
  form.service = kProtocolVersion;
  form.content_type = "application/json";
  form.body = bytes;
  for (int i = 0; i < kCountOf<Route>; ++i) {
    const Response response = from_http(static_cast<Route>(i), form);
    if (std::holds_alternative<Problem>(response.body)) continue;
    const HttpResponseForm sent = to_http(response);
    const Response again = from_http(static_cast<Route>(i), sent);
    if (std::holds_alternative<Problem>(again.body)) {
      return "what was sent is not read: " + std::get<Problem>(again.body).detail;
    }
    if (to_http(again).body != sent.body) return "it is sent otherwise than it was read";
  }
  form.status = 410;
  form.content_type = "application/problem+json";
  return from_http(Route::push, form).status == 410 ? "" : "a problem has another status";
}

}  // namespace

std::string fuzz_http_form(std::string_view bytes) {
  const std::string fault = fault_in_request(bytes);
  return fault.empty() ? fault_in_response(bytes) : fault;
}

}  // namespace srl::test
