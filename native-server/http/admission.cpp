// SPDX-License-Identifier: MIT
#include "http/admission.h"

#include "http/request_headers.h"

namespace srl {
namespace {

constexpr std::string_view kPageMethods = "GET, HEAD";

// Lines of them cannot be joined to a list, and nobody may choose (RFC 9110 §5.3).
constexpr std::string_view kSingleHeaders[] = {"Authorization", "Content-Type", "Idempotency-Key",
                                               "Last-Event-ID", "Origin"};

bool is_reading(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool is_writing(std::string_view method) {
  return method == "POST" || method == "PATCH" || method == "DELETE";
}

std::optional<Denial> deny_host(const HttpRequest& head, int port) {
  if (head.count("Host") != 1) return Denial{400, "there must be one Host header"};
  if (is_own_host(head.value_of("Host"), port)) return std::nullopt;
  const std::string colon_port = ":" + std::to_string(port);
  return Denial{421, "this server answers to localhost" + colon_port + " and 127.0.0.1" +
                         colon_port + " only"};
}

std::optional<Denial> deny_repeats(const HttpRequest& head) {
  for (const std::string_view name : kSingleHeaders) {
    if (head.count(name) > 1) return Denial{400, std::string(name) + " is there twice"};
  }
  return std::nullopt;
}

std::optional<Denial> deny_method(const HttpRequest& head, std::string_view api_methods) {
  const bool is_api = is_api_path(head.path());
  const std::string_view methods = is_api ? api_methods : kPageMethods;
  // The API says best why it does not have a path.
  const bool is_taken = is_api && is_writing(head.method) &&
                        (methods.empty() || methods.find(head.method) != std::string_view::npos);
  if (is_reading(head.method) || is_taken) return std::nullopt;
  if (methods.empty()) return Denial{404, "there is nothing at this path"};
  return Denial{405, "this path takes " + std::string(methods), std::string(methods)};
}

// Any page that the visitor has open can send requests here. Browsers name the page in Origin, and
// let it send JSON to another origin only when that one agrees, which this one never does.
std::optional<Denial> deny_origin(const HttpRequest& head, int port) {
  if (is_api_path(head.path()) && head.has("Origin") &&
      !is_own_origin(head.value_of("Origin"), port)) {
    return Denial{403, "pages of other origins may not use the service"};
  }
  const bool has_body = is_writing(head.method) && head.method != "DELETE";
  if (has_body && !is_json(head.value_of("Content-Type"))) {
    return Denial{415, "send Content-Type: application/json"};
  }
  return std::nullopt;
}

}  // namespace

bool is_api_path(std::string_view path) { return path.starts_with(kApiPrefix); }

std::optional<Denial> deny(const HttpRequest& head, int port, std::string_view api_methods) {
  std::optional<Denial> denial = deny_host(head, port);
  if (!denial) denial = deny_repeats(head);
  if (!denial) denial = deny_method(head, api_methods);
  if (!denial) denial = deny_origin(head, port);
  return denial;
}

}  // namespace srl
