// SPDX-License-Identifier: MIT
#include "net/answer_head.h"

#include <ctime>

#include "base/http_status.h"
#include "net/http_library.h"

namespace srl {
namespace {

constexpr std::size_t kHeadBytesUsual = 700;

void append_line(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

// A 304 states the length of what it does not send, or nothing; a 204 must not.
void append_length(std::string& head, const HttpAnswer& answer) {
  if (answer.status == http::kNoContent || (answer.status == http::kNotModified && !answer.body))
    return;
  append_line(head, "Content-Length", std::to_string(answer.body ? answer.body->size() : 0));
}

std::string begin_head(const HttpAnswer& answer, std::string_view date, bool closes) {
  std::string head;
  head.reserve(kHeadBytesUsual);
  head.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
  head.append(httplib::status_message(answer.status)).append("\r\n");
  append_line(head, "Date", date);
  append_line(head, "Connection", closes ? "close" : "keep-alive");
  return head;
}

std::string end_head(std::string head, const HttpAnswer& answer) {
  for (const HttpHeader& header : answer.headers) append_line(head, header.name, header.value);
  return head.append("\r\n");
}

}  // namespace

std::string http_date(std::int64_t seconds) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "???, %d ??? %Y %H:%M:%S GMT", &parts);
  std::string date(text, size);
  // By hand: the names are English whatever the locale.
  date.replace(0, 3, kDays[parts.tm_wday]);
  date.replace(8, 3, kMonths[parts.tm_mon]);
  return date;
}

std::string answer_head(const HttpAnswer& answer, std::string_view date, bool closes) {
  std::string head = begin_head(answer, date, closes);
  append_length(head, answer);
  return end_head(std::move(head), answer);
}

std::string endless_answer_head(const HttpAnswer& answer, std::string_view date) {
  return end_head(begin_head(answer, date, true), answer);
}

bool sends_body(const HttpAnswer& answer, bool is_head_request) {
  return answer.body && !is_head_request && answer.status != http::kNoContent &&
         answer.status != http::kNotModified;
}

}  // namespace srl
