// SPDX-License-Identifier: MIT
#include "base/error.h"

namespace srl {
namespace {

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;
  int http_status;
  std::string_view title;
};

constexpr ErrorInfo kErrors[] = {
    {ErrorCode::none, "none", 200, "No error"},
#define ERROR(number, name, http_status, title) {ErrorCode::name, #name, http_status, title},
#include "base/errors.def"
#undef ERROR
};

const ErrorInfo& info_of(ErrorCode code) {
  for (const ErrorInfo& info : kErrors) {
    if (info.code == code) return info;
  }
  return kErrors[0];
}

}  // namespace

std::string_view error_name(ErrorCode code) { return info_of(code).name; }
std::string_view error_title(ErrorCode code) { return info_of(code).title; }
int error_http_status(ErrorCode code) { return info_of(code).http_status; }

ErrorCode error_by_name(std::string_view name) {
  for (const ErrorInfo& info : kErrors) {
    if (info.name == name) return info.code;
  }
  return ErrorCode::none;
}

std::string describe(const Error& error) {
  std::string text(error_title(error.code));
  if (!error.detail.empty()) text.append(": ").append(error.detail);
  return text;
}

}  // namespace srl
