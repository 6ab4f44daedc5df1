// SPDX-License-Identifier: MIT
#include "http/request_headers.h"

#include <algorithm>
#include <string>

namespace srl {
namespace {

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t from = std::min(text.find_first_not_of(kBlank), text.size());
  text.remove_prefix(from);
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

// Cuts the part before the separator off, trimmed.
std::string_view take_part(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return trimmed(part);
}

// "q=0", "q=0.000": refused. Any other weight is a yes; we rank the encodings ourselves.
bool is_refused(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = take_part(parameters, ';');
    if (parameter.size() < 3 || to_lower(parameter[0]) != 'q' || parameter[1] != '=') continue;
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
