// SPDX-License-Identifier: MIT
// What the HTTP layer itself refuses, as RFC 9457 has it: it never reaches the service.
#pragma once

#include <string>
#include <string_view>

namespace srl {

// {code, detail, status, title, type}; an empty detail is left out.
std::string http_problem(int status, std::string_view detail);

}  // namespace srl
