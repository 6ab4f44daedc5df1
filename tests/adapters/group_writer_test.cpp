// SPDX-License-Identifier: MIT
// A commit whose answer is lost, at the one thread that writes.
#include "adapters/group_writer.h"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <thread>

#include "adapters/bench_ports.h"
#include "sim/failing_database.h"

namespace srl {
namespace {

constexpr int kWriters = 16;

constexpr Sql kNote{"INSERT INTO rate_limits (name, count, expires_at) VALUES ($1, 1, 0)"};
constexpr Sql kCount{"SELECT COUNT(*) FROM rate_limits"};

// Loses the answer of every commit of work that was asked for, once it is told to.
class WriterBench {
 public:
  WriterBench()
      : database_(test::open_service_database(kMemoryPath)),
        connection_(database_->writer()),
        writer_(*database_, connection_, ports_.ports()) {}

  // Writes a line of its own, and counts how often it is done.
  Response write(int number, bool loses_answer) {
    return writer_.run([&, number](Transaction& transaction) -> Result<Outcome> {
      ++done_[static_cast<std::size_t>(number)];
      if (loses_answer) connection_.lose_commit_answer();
      SRL_TRY(execute(transaction.database(), kNote, std::to_string(number)));
      return Outcome();
    });
  }
  int times_done(int number) const { return done_[static_cast<std::size_t>(number)]; }

  std::int64_t rows() {
    std::int64_t rows = -1;
    writer_.look([&](Transaction& transaction) -> Result<Outcome> {
      Query query(transaction.database(), kCount);
      if (query.next()) rows = query.integer(0);
      return Outcome();
    });
    return rows;
  }

 private:
  test::BenchPorts ports_;
  std::unique_ptr<ServiceDatabase> database_;
  FailingDatabase connection_;
  std::array<std::atomic<int>, kWriters> done_{};
  GroupWriter writer_;
};

}  // namespace

TEST_CASE("group writer: a group whose commit is in doubt is answered 503, and is not done again") {
  WriterBench bench;
  std::array<Response, kWriters> responses;
  std::vector<std::thread> threads;
  threads.reserve(kWriters);
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] { responses[static_cast<std::size_t>(i)] = bench.write(i, true); });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < kWriters; ++i) {
    const Response& response = responses[static_cast<std::size_t>(i)];
    CHECK(response.status == 503);
    CHECK(std::get<Problem>(response.body).code == ErrorCode::commit_in_doubt);
    CHECK(bench.times_done(i) == 1);
  }
  CHECK(bench.rows() == kWriters);
}

TEST_CASE("group writer: after a doubt it goes on writing") {
  WriterBench bench;
  CHECK(bench.write(0, true).status == 503);
  CHECK(bench.write(1, false).status == 200);
  CHECK(bench.rows() == 2);
}

TEST_CASE("group writer: what fails before the commit has not happened, and takes no other down") {
  WriterBench bench;
  REQUIRE(bench.write(0, false).status == 200);
  CHECK(bench.write(0, false).status == 503);  // the line is there already
  CHECK(bench.write(1, false).status == 200);
  CHECK(bench.rows() == 2);
}

}  // namespace srl
