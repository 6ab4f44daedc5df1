// SPDX-License-Identifier: MIT
// A person let go of their work from before signing in while the pages of a snapshot came. The
// device read its database again, and began the snapshot again; the page that was on its way was
// taken for the whole snapshot, and the rows of the others went from the screen for good. Found by
// the sweep (seed 96164).
#include "support/bench_device.h"

namespace srl {
namespace {

const TaskId kFirst = make_uuid_v7(1, 1, 1);
const TaskId kSecond = make_uuid_v7(2, 2, 2);

}  // namespace

TEST_CASE("regression: a page of a snapshot that was begun again is not taken for all of it") {
  test::BenchDevice bench(kReliablePreset);
  bench.secrets = Session{};
  bench.start();
  bench.create("Before");
  bench.settle_disk();
  bench.sign_in(test::BenchDevice::session_of(1, "ada@example.test"));
  bench.answer(problem_response({ErrorCode::cursor_reset, "test"}));
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  bench.answer_snapshot({test::server_row(kFirst, "First", 1)}, 2, "more");
  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  REQUIRE(bench.device->discard_work().ok());
  bench.answer_snapshot({test::server_row(kSecond, "Second", 2)}, 2);
  CHECK(bench.titles() == std::vector<std::string>{"First"});

  REQUIRE(bench.sent.back().is<SnapshotRequest>());
  CHECK(std::get<SnapshotRequest>(bench.sent.back().request->body).page.empty());
  bench.answer_snapshot({test::server_row(kFirst, "First", 1)}, 2, "more");
  bench.answer_snapshot({test::server_row(kSecond, "Second", 2)}, 2);
  CHECK(bench.titles() == std::vector<std::string>{"First", "Second"});
}

}  // namespace srl
