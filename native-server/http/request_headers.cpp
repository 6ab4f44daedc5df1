// SPDX-License-Identifier: MIT
#include "http/request_headers.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace srl {
namespace {

// Cuts the part before the separator off, trimmed.
std::string_view take_part(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return trim(part);
}

// "q=0", "q=0.000": refused. Any other weight is a yes; we rank the encodings ourselves.
bool is_refused(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = take_part(parameters, ';');
    if (parameter.size() < 3 || !equals_ignoring_case(parameter.substr(0, 1), "q") ||
        parameter[1] != '=')
      continue;
    return parameter.find_first_not_of("0.", 2) == std::string_view::npos;
  }
  return false;
}

}  // namespace

bool is_own_host(std::string_view host, int port) {
  const std::string suffix = ":" + std::to_string(port);
  constexpr std::string_view kNames[] = {"localhost", "127.0.0.1", "[::1]"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view name) {
    if (equals_ignoring_case(host, std::string(name) + suffix)) return true;
    return port == 80 && equals_ignoring_case(host, name);  // browsers leave the default port out
  });
}

bool is_own_origin(std::string_view origin, int port) {
  constexpr std::string_view kScheme = "http://";
  return origin.starts_with(kScheme) && is_own_host(origin.substr(kScheme.size()), port);
}

bool is_json(std::string_view content_type) {
  return equals_ignoring_case(take_part(content_type, ';'), "application/json");
}

bool accepts(std::string_view accept_encoding, Encoding encoding) {
  if (encoding == Encoding::identity) return true;
  const std::string_view wanted = encoding == Encoding::br ? "br" : "gzip";
  bool by_star = false;
  while (!accept_encoding.empty()) {
    std::string_view parameters = take_part(accept_encoding, ',');
    const std::string_view name = take_part(parameters, ';');
    if (equals_ignoring_case(name, wanted)) return !is_refused(parameters);
    if (name == "*") by_star = !is_refused(parameters);
  }
  return by_star;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view tag = take_part(if_none_match, ',');
    if (tag == "*") return true;
    if (tag.substr(0, 2) == "W/") tag.remove_prefix(2);  // the comparison is a weak one
    if (tag == etag) return true;
  }
  return false;
}

}  // namespace srl
