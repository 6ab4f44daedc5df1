// SPDX-License-Identifier: MIT
#include "protocol/problem.h"

#include <doctest/doctest.h>

#include <string>

#include "protocol/message_samples.h"

namespace srl::test {

TEST_CASE("problem: it has the members of RFC 9457 and the stable code") {
  const Problem problem{ErrorCode::cursor_reset, "epoch 0a1b has ended"};
  CHECK(problem_text(problem, 410) ==
        R"({"code":"cursor_reset","detail":"epoch 0a1b has ended","status":410,)"
        R"("title":"The cursor is no longer valid: take a snapshot",)"
        R"("type":"/problems/cursor_reset"})");
}

TEST_CASE("problem: every error survives the way there and back"){
#define ERROR(number, name, http_status, title)                                                 \
  {                                                                                             \
    const Problem problem{ErrorCode::name, "what to do"};                                       \
    const Result<Problem> read = read_problem(problem_text(problem, http_status), http_status); \
    REQUIRE(read.ok());                                                                         \
    CHECK(same(*read, problem));                                                                \
  }
#include "base/errors.def"
#undef ERROR
}

TEST_CASE("problem: what has no code is not a problem of ours") {
  for (const char* body :
       {"<html>502 Bad Gateway</html>", "", "slow down", "{}", "[]", "{\"code\":5}"}) {
    const Result<Problem> read = read_problem(body, 502);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code == ErrorCode::unreadable_answer);
  }
}

TEST_CASE("problem: what a status alone says") {
  CHECK(problem_of_status(502).code == ErrorCode::unavailable);
  CHECK(problem_of_status(429).code == ErrorCode::unavailable);
  CHECK(problem_of_status(408).code == ErrorCode::unavailable);
  CHECK(problem_of_status(401).code == ErrorCode::unauthenticated);
  CHECK(problem_of_status(404).code == ErrorCode::not_found);
  CHECK(problem_of_status(410).code == ErrorCode::cursor_reset);
  CHECK(problem_of_status(413).code == ErrorCode::too_large);
  CHECK(problem_of_status(302).code == ErrorCode::bad_request);
  CHECK(problem_of_status(502).detail == "HTTP 502 without a problem in it");
}

TEST_CASE("problem: a code that only a newer service knows keeps its name in the detail") {
  const Problem problem =
      read_problem(R"({"code":"rate_limited","detail":"Wait 5 s."})", 429).value();
  CHECK(problem.code == ErrorCode::unavailable);
  CHECK(problem.detail == "Wait 5 s. (rate_limited)");
}

}  // namespace srl::test
