// SPDX-License-Identifier: MIT
// Which requests are looked at, judged by the head alone. The server listens on the loopback
// address only, which is no authentication: any page in the visitor's browser can reach it, so a
// request must name this host, and a write must come from a page of this server or from no page at
// all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http_message.h"

namespace srl {

struct Denial {
  int status = 0;
  std::string detail{};
  std::string allow{};  // the header, of a 405
};

// Nothing: it is admitted. `api_methods`: what its path takes, if that is below /v1/; "" when there
// is no such path.
std::optional<Denial> deny(const HttpRequest& head, int port, std::string_view api_methods);

inline constexpr std::string_view kApiPrefix = "/v1/";

bool is_api_path(std::string_view path);

}  // namespace srl
