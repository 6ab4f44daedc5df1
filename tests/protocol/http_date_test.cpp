// SPDX-License-Identifier: MIT
#include "protocol/http_date.h"

#include <doctest/doctest.h>

namespace srl {

TEST_CASE("http date: all three forms of RFC 9110 are the same moment") {
  constexpr TimeMs kMoment = 784'111'777'000;
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == kMoment);
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == kMoment);
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == kMoment);
}

TEST_CASE("http date: what is not a date is none") {
  for (const char* text :
       {"", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 November 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_http_date(text).has_value());
  }
}

TEST_CASE("http date: Retry-After is seconds or a date") {
  constexpr TimeMs kNow = 784'111'777'000;
  const char* const now = "Sun, 06 Nov 1994 08:49:37 GMT";
  CHECK(parse_retry_after("20", "", kNow) == 20'000);
  CHECK(parse_retry_after(" 20 ", "", kNow) == 20'000);
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:57 GMT", "", kNow) == 20'000);
  CHECK(parse_retry_after("", now, kNow) == 0);
  CHECK(parse_retry_after("later", now, kNow) == 0);
  CHECK(parse_retry_after("-5", now, kNow) == 0);
}

TEST_CASE(
    "http date: a date is measured by the clock of its sender, and a past one asks for nothing") {
  constexpr TimeMs kAnHourAhead = 784'111'777'000 + kHourMs;
  const char* const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:57 GMT", date, kAnHourAhead) == 20'000);
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:57 GMT", "", kAnHourAhead) == 0);
}

}  // namespace srl
