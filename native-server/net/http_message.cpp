// SPDX-License-Identifier: MIT
#include "net/http_message.h"

#include <algorithm>

#include "base/text.h"

namespace srl {

std::string_view HttpRequest::query() const {
  const std::size_t question = target.find('?');
  if (question == std::string::npos) return {};
  return std::string_view(target).substr(question + 1);
}

std::size_t HttpRequest::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(),
      [&](const HttpHeader& header) { return equals_ignoring_case(header.name, name); }));
}

std::string_view HttpRequest::value_of(std::string_view name) const {
  for (const HttpHeader& header : headers) {
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

std::string HttpRequest::list_of(std::string_view name) const {
  std::string list;
  for (const HttpHeader& header : headers) {
    if (!equals_ignoring_case(header.name, name)) continue;
    list.append(list.empty() ? "" : ", ").append(header.value);
  }
  return list;
}

void HttpAnswer::set(std::string_view name, std::string value) {
  for (HttpHeader& header : headers) {
    if (!equals_ignoring_case(header.name, name)) continue;
    header.value = std::move(value);
    return;
  }
  headers.push_back({std::string(name), std::move(value)});
}

}  // namespace srl
