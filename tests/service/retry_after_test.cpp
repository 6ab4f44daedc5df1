// SPDX-License-Identifier: MIT
#include "service/retry_after.h"

#include <doctest/doctest.h>

#include <set>

#include "support/random_words.h"

namespace srl {
namespace {

using test::Words;

DurationMs told(ErrorCode code, DurationMs already_ms = 0) {
  Words words;
  Response response = problem_response(make_error(code, "test"));
  std::get<Problem>(response.body).retry_after_ms = already_ms;
  add_retry_after(response, words);
  return std::get<Problem>(response.body).retry_after_ms;
}

}  // namespace

TEST_CASE("service: 429 and 503 say when to come back, other refusals do not") {
  CHECK(told(ErrorCode::too_many_requests) > 0);
  CHECK(told(ErrorCode::unavailable) > 0);
  CHECK(told(ErrorCode::storage_failed) > 0);
  CHECK(told(ErrorCode::token_expired) == 0);
  CHECK(told(ErrorCode::bad_request) == 0);
}

TEST_CASE("service: a wait that is known is not replaced by a drawn one") {
  CHECK(told(ErrorCode::too_many_requests, kHourMs) == kHourMs);
}

TEST_CASE("service: what is drawn lies between 1 and 10 s and differs from caller to caller") {
  Words words;
  std::set<DurationMs> drawn;
  for (int i = 0; i < 200; ++i) {
    const DurationMs one = draw_retry_after_ms(words);
    CHECK(one >= kRetryAfterLeastMs);
    CHECK(one <= kRetryAfterMostMs);
    drawn.insert(one);
  }
  CHECK(drawn.size() > 150);
}

}  // namespace srl
