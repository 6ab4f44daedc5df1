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
#define ERROR(number, name, http_status, title)                                                \
  {                                                                                            \
    const Problem problem{ErrorCode::name, "what to do"};                                      \
    CHECK(same(read_problem(problem_text(problem, http_status), http_status), problem)); \
  }
#include "base/errors.def"
#undef ERROR
}

TEST_CASE("problem: what is no problem of ours is judged by its status") {
  CHECK(read_problem("<html>502 Bad Gateway</html>", 502).code == ErrorCode::unavailable);
  CHECK(read_problem("", 503).code == ErrorCode::unavailable);
  CHECK(read_problem("slow down", 429).code == ErrorCode::unavailable);
  CHECK(read_problem("", 408).code == ErrorCode::unavailable);
  CHECK(read_problem("{}", 404).code == ErrorCode::not_found);
  CHECK(read_problem("{}", 410).code == ErrorCode::cursor_reset);
  CHECK(read_problem("[]", 413).code == ErrorCode::too_large);
  CHECK(read_problem("{\"code\":5}", 400).code == ErrorCode::bad_request);
  CHECK(read_problem("", 302).code == ErrorCode::bad_request);
  CHECK(read_problem("", 502).detail == "HTTP 502 without a problem in it");
}

TEST_CASE("problem: a code that only a newer service knows keeps its name in the detail") {
  const Problem problem = read_problem(R"({"code":"rate_limited","detail":"Wait 5 s."})", 429);
  CHECK(problem.code == ErrorCode::unavailable);
  CHECK(problem.detail == "Wait 5 s. (rate_limited)");
}

}  // namespace srl::test
