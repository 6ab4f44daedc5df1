// SPDX-License-Identifier: MIT
// What went wrong: a code that a caller can react to, and text that a person can act on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace srl {

enum class ErrorCode : std::uint16_t {
  none = 0,
#define ERROR(number, name, http_status, title) name = number,
#include "base/errors.def"
#undef ERROR
};

// The stable machine name ("cursor_reset"), "none" for ErrorCode::none.
std::string_view error_name(ErrorCode code);

// One sentence for a person.
std::string_view error_title(ErrorCode code);

// The HTTP status that carries this error; 0 when it never crosses the wire as a response.
int error_http_status(ErrorCode code);

// The inverse of error_name; `none` when the name is unknown.
ErrorCode error_by_name(std::string_view name);

struct Error {
  ErrorCode code = ErrorCode::none;
  std::string detail;  // what is wrong, where, and what to do
};

// "title: detail", or the title alone.
std::string describe(const Error& error);

}  // namespace srl
