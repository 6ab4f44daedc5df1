// SPDX-License-Identifier: MIT
#include "protocol/http_form.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/limits.h"
#include "base/text.h"
#include "protocol/json_codec.h"
#include "protocol/problem.h"

namespace srl {
namespace {

constexpr std::string_view kPushPath = "/v1/sync/push";
constexpr std::string_view kChangesPath = "/v1/sync/changes";
constexpr std::string_view kSnapshotPath = "/v1/sync/snapshot";
constexpr std::string_view kOpFatePrefix = "/v1/sync/ops/";
constexpr std::string_view kTasksPath = "/v1/tasks";

using Query = std::map<std::string, std::string, std::less<>>;

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back("0123456789ABCDEF"[byte >> 4]);
      encoded.push_back("0123456789ABCDEF"[byte & 0xFU]);
    }
  }
  return encoded;
}

Result<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    const bool two_follow = i + 2 < text.size();
    if (!two_follow || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
      return make_error(ErrorCode::bad_value, "two hexadecimal digits must follow % in a query");
    }
    decoded.push_back(static_cast<char>(byte));
    i += 2;
  }
  if (!is_valid_utf8(decoded)) return make_error(ErrorCode::bad_utf8, "the query");
  return decoded;
}

Result<Query> parse_query(std::string_view text) {
  Query query;
  for (const std::string& pair : split(text, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view rest = std::string_view(pair).substr(equals);
    Result<std::string> value = percent_decode(rest.substr(rest.empty() ? 0 : 1));
    if (!value.ok()) return value.error();
    if (!query.emplace(pair.substr(0, equals), *value).second) {
      return make_error(ErrorCode::bad_value,
                        "the query names " + pair.substr(0, equals) + " twice; keep one of them");
    }
  }
  return query;
}

std::string value_of(const Query& query, std::string_view name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

// 0 when the query has no limit: the service has one of its own.
Result<std::int64_t> limit_of(const Query& query) {
  const std::string text = value_of(query, "limit");
  if (text.empty()) return std::int64_t{0};
  std::int64_t limit = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (code == std::errc() && end == text.data() + text.size() && limit > 0) return limit;
  return make_error(ErrorCode::bad_value, "limit is not a number above 0");
}

void append_query(std::string& target, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  target.push_back(target.find('?') == std::string::npos ? '?' : '&');
  target.append(name).append("=").append(percent_encode(value));
}

std::string limit_text(std::int64_t limit) { return limit > 0 ? std::to_string(limit) : ""; }

HttpRequestForm form_of(const PushRequest& request) {
  return {"POST", std::string(kPushPath), dump_json(to_json(request))};
}

HttpRequestForm form_of(const ChangesRequest& request) {
  HttpRequestForm form{"GET", std::string(kChangesPath), {}};
  append_query(form.target, "cursor", request.cursor);
  append_query(form.target, "limit", limit_text(request.limit));
  return form;
}

HttpRequestForm form_of(const SnapshotRequest& request) {
  HttpRequestForm form{"GET", std::string(kSnapshotPath), {}};
  append_query(form.target, "after", request.page);
  append_query(form.target, "limit", limit_text(request.limit));
  return form;
}

HttpRequestForm form_of(const ListRequest& request) {
  HttpRequestForm form{"GET", std::string(kTasksPath), {}};
  append_query(form.target, "limit", limit_text(request.limit));
  return form;
}

HttpRequestForm form_of(const OpFateRequest& request) {
  return {"GET", std::string(kOpFatePrefix).append(to_string(request.op_id)), {}};
}

Result<Request> read_push(const HttpRequestForm& form) {
  Result<Json> document = parse_json(form.body, kRequestBytesMax);
  if (!document.ok()) return document.error();
  Result<PushRequest> push = read_push_request(*document);
  if (!push.ok()) return push.error();
  return Request{std::move(*push)};
}

Result<Request> read_get(std::string_view path, const Query& query) {
  Result<std::int64_t> limit = limit_of(query);
  if (!limit.ok()) return limit.error();
  if (path == kChangesPath) return Request{ChangesRequest{value_of(query, "cursor"), *limit}};
  if (path == kSnapshotPath) return Request{SnapshotRequest{value_of(query, "after"), *limit}};
  if (path == kTasksPath) return Request{ListRequest{*limit}};
  if (path.substr(0, kOpFatePrefix.size()) == kOpFatePrefix) {
    Result<Uuid> op_id = parse_uuid(path.substr(kOpFatePrefix.size()));
    if (!op_id.ok()) return op_id.error();
    return Request{OpFateRequest{*op_id}};
  }
  return make_error(ErrorCode::not_found, "there is nothing to GET at this path");
}

}  // namespace

HttpRequestForm to_http(const Request& request) {
  return std::visit([](const auto& body) { return form_of(body); }, request.body);
}

HttpResponseForm to_http(const Response& response) {
  if (const auto* problem = std::get_if<Problem>(&response.body)) {
    return {response.status, std::string(kProblemContentType),
            dump_json(to_json(*problem, response.status))};
  }
  return {response.status, "application/json", dump_json(to_json(response.body))};
}

Result<Request> from_http(const HttpRequestForm& form) {
  const std::string_view target = form.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, question);
  if (form.method == "POST" && path == kPushPath) return read_push(form);
  if (form.method != "GET") {
    return make_error(ErrorCode::not_found, "there is no such method at this path");
  }
  Result<Query> query = parse_query(target.substr(std::min(question + 1, target.size())));
  if (!query.ok()) return query.error();
  return read_get(path, *query);
}

Result<Response> from_http(Route route, const HttpResponseForm& form) {
  if (form.status != 200) {
    return Response{form.status, read_problem(form.body, form.status)};
  }
  Result<Json> document = parse_json(form.body, kResponseBytesMax);
  if (!document.ok()) return document.error();
  Result<ResponseBody> body = read_response_body(route, *document);
  if (!body.ok()) return body.error();
  return Response{form.status, std::move(*body)};
}

}  // namespace srl
