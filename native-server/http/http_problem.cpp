// SPDX-License-Identifier: MIT
#include "http/http_problem.h"

#include "base/error.h"
#include "base/http_status.h"
#include "protocol/json_value.h"

namespace srl {
namespace {

struct Kind {
  std::string_view code;
  std::string_view title;
};

Kind kind_of(ErrorCode code) { return {error_name(code), error_title(code)}; }

// What no part of the core can say stands here alone; the rest is in base/errors.def.
Kind kind_of(int status) {
  switch (status) {
    case 403: return {"foreign_origin", "Another origin's page may not ask here"};
    case 404: return kind_of(ErrorCode::not_found);
    case 405: return kind_of(ErrorCode::method_not_allowed);
    case 408: return {"request_timeout", "The request did not arrive in time"};
    case 413: return kind_of(ErrorCode::too_large);
    case 414: return {"uri_too_long", "The address is longer than its limit"};
    case 415: return {"unsupported_media_type", "The body is not of a type that is taken here"};
    case 416: return {"range_not_satisfiable", "The requested range does not exist"};
    case 421: return {"misdirected", "The request is meant for another host"};
    case 431: return {"header_too_large", "The headers are larger than their limit"};
    case 503: return kind_of(ErrorCode::unavailable);
    default: break;
  }
  if (status < http::kInternalServerError) return kind_of(ErrorCode::bad_request);
  return {"internal", "The server failed"};
}

}  // namespace

std::string http_problem(int status, std::string_view detail) {
  const Kind kind = kind_of(status);
  Json::Object problem{{"code", Json(kind.code)},
                       {"status", Json(status)},
                       {"title", Json(kind.title)},
                       {"type", Json("/problems/" + std::string(kind.code))}};
  if (!detail.empty()) problem["detail"] = Json(detail);
  return dump_json(Json(std::move(problem))) + "\n";
}

}  // namespace srl
