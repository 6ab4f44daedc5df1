// SPDX-License-Identifier: MIT
// The account sheet asks for the list of sessions when it opens. A person who pressed a button of
// it before the list had come was told that the last request had not been answered yet, and nothing
// happened. Found by a browser test on a busy machine.
#include "support/bench_device.h"

namespace srl {

TEST_CASE("regression: a person's request goes out while the list of sessions is on its way") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  REQUIRE(bench.device->ask_sessions().ok());
  const RequestId list = bench.sent.back().id;

  REQUIRE(bench.device->ask_join_code().ok());
  const RequestId code = bench.sent.back().id;
  REQUIRE(bench.sent.back().is<JoinCodeRequest>());
  CHECK(!bench.device->ask_join_code().ok());  // that one is waited for

  bench.device->on_response(list, Response{200, SessionsResponse{}});
  bench.device->on_response(code, Response{200, JoinCodeResponse{"K7QF2-MXR9T", kMinuteMs}});
  CHECK(bench.device->join_code() == "K7QF2-MXR9T");
}

TEST_CASE("regression: the list that is asked for to end a session is waited for") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  REQUIRE(bench.device->revoke_session("laptop").ok());
  CHECK(!bench.device->ask_join_code().ok());
}

}  // namespace srl
