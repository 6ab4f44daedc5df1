// SPDX-License-Identifier: MIT
#include "http/http_problem.h"

#include <algorithm>
#include <iterator>

#include "protocol/json_value.h"

namespace srl {
namespace {

struct Kind {
  int status;
  std::string_view code;
  std::string_view title;
};

constexpr Kind kKinds[] = {
    {400, "bad_request", "The request is not well formed"},
    {403, "foreign_origin", "Another origin's page may not ask here"},
    {404, "not_found", "There is no such resource"},
    {405, "method_not_allowed", "The method is not allowed here"},
    {408, "request_timeout", "The request did not arrive in time"},
    {413, "too_large", "The input is larger than its limit"},
    {414, "uri_too_long", "The address is longer than its limit"},
    {415, "unsupported_media_type", "The body is not of a type that is taken here"},
    {416, "range_not_satisfiable", "The requested range does not exist"},
    {421, "misdirected", "The request is meant for another host"},
    {431, "header_too_large", "The headers are larger than their limit"},
    {503, "unavailable", "The service is not available"},
    {500, "internal", "The server failed"},
};

const Kind& kind_of(int status) {
  const Kind* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const Kind& kind) { return kind.status == status; });
  if (found != std::end(kKinds)) return *found;
  return status < 500 ? kKinds[0] : *std::prev(std::end(kKinds));
}

}  // namespace

std::string http_problem(int status, std::string_view detail) {
  const Kind& kind = kind_of(status);
  Json::Object problem{{"code", Json(kind.code)},
                       {"status", Json(status)},
                       {"title", Json(kind.title)},
                       {"type", Json("/problems/" + std::string(kind.code))}};
  if (!detail.empty()) problem["detail"] = Json(detail);
  return dump_json(Json(std::move(problem))) + "\n";
}

}  // namespace srl
