// SPDX-License-Identifier: MIT
#include "sim/wire_changes.h"

#include <string>

#include "base/http_status.h"
#include "base/ids.h"
#include "protocol/problem.h"

namespace srl {
namespace {

// Puts `addition` after every `marker`. A marker with a quote in it stands in no text of a person.
void add_after_each(std::string& text, std::string_view marker, std::string_view addition) {
  for (std::size_t at = text.find(marker); at != std::string::npos;
       at = text.find(marker, at + marker.size() + addition.size())) {
    text.insert(at + marker.size(), addition);
  }
}

void replace_first(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

// The results of an answer to a push, without the last, or with the first for another operation.
void change_results(PushResponse& reply, std::uint64_t word) {
  if (reply.results.empty()) return;
  if (word % 2 == 0) {
    reply.results.resize(static_cast<std::size_t>(word / 2) % reply.results.size());
  } else {
    reply.results.front().op_id = make_uuid_v7(0, word, ~word);
  }
}

}  // namespace

HttpResponseForm page_of(int status, std::uint64_t word) {
  constexpr std::string_view kPage =
      "<!doctype html><title>Blocked</title><p>Sign in to the network";
  constexpr std::string_view kOtherJson = R"({"error":{"message":"denied by policy"}})";
  const std::string_view like_ours = status == http::kOk
                                         ? R"({"results":[],"server_seq":0})"
                                         : R"({"code":"session_ended","detail":"denied"})";
  HttpResponseForm page;
  page.status = status;
  switch (word % 4) {
    case 0:
      page.content_type = "text/html";
      page.body = kPage;
      break;
    case 1: break;
    case 2:
      page.content_type = kJsonContentType;
      page.body = kOtherJson;
      break;
    default:
      page.content_type = kJsonContentType;
      page.body = like_ours;
      break;
  }
  return page;
}

HttpResponseForm cut_answer(HttpResponseForm answer, std::uint64_t word) {
  const bool ends_in_the_middle = word % 3 == 0;
  const Response whole = from_http(Route::push, answer);
  const auto* results = std::get_if<PushResponse>(&whole.body);
  if (!ends_in_the_middle && results != nullptr) {
    PushResponse changed = *results;
    change_results(changed, word / 3);
    return to_http(Response{answer.status, std::move(changed)});
  }
  answer.body.resize(answer.body.size() / 2);
  return answer;
}

HttpResponseForm as_newer_service(HttpResponseForm answer, std::uint64_t word) {
  std::string& body = answer.body;
  if (!body.empty() && body.front() == '{') body.insert(1, R"("generation":{"of":["next"]},)");
  add_after_each(body, R"("deleted":false,)", R"("colour":"red",)");
  add_after_each(body, R"("code":")", "newer_");
  if (word % 2 == 0) replace_first(body, R"("status":"applied")", R"("status":"deferred")");
  return answer;
}

Result<Request> as_newer_device(const Request& request, std::uint64_t word) {
  HttpRequestForm form = to_http(request);
  add_after_each(form.body, R"("entity":"task",)", R"("colour":"red",)");
  const std::string of_unknown_kind =
      R"({"client_seq":1,"entity":"task","id":")" + to_string(make_uuid_v7(0, word, 1)) +
      R"(","kind":"archive_task","op_id":")" + to_string(make_uuid_v7(0, word, 2)) + R"("},)";
  if (word % 2 == 0) replace_first(form.body, R"("ops":[)", R"("ops":[)" + of_unknown_kind);
  return from_http(form);
}

}  // namespace srl
