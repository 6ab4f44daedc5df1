// SPDX-License-Identifier: MIT
// Reads beside the writer, each with a snapshot of its own.
#include "adapters/reader_pool.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "adapters/bench_ports.h"
#include "base/http_status.h"
#include "support/temporary_directory.h"
#include "threads/mutex.h"

namespace srl {
namespace {

constexpr Sql kAddLine{"INSERT INTO rate_limits (name, count, expires_at) VALUES ($1, 1, 0)"};
constexpr Sql kCountLines{"SELECT COUNT(*) FROM rate_limits"};

std::int64_t lines_in(Database& database) {
  Query query(database, kCountLines);
  return query.next() ? query.integer(0) : -1;
}

struct ReaderBench {
  // Committed when it returns, by the connection that writes.
  void write_line(const std::string& name) {
    Transaction transaction(database->writer());
    REQUIRE(execute(transaction.database(), kAddLine, name).ok());
    REQUIRE(transaction.commit().ok());
  }

  // How many lines a reader finds; -1 where it is refused.
  std::int64_t lines_read() {
    std::int64_t lines = -1;
    pool.run([&](Transaction& transaction) -> Result<Outcome> {
      lines = lines_in(transaction.database());
      return Outcome();
    });
    return lines;
  }

  test::TemporaryDirectory directory;
  test::BenchPorts ports;
  std::unique_ptr<ServiceDatabase> database = test::open_service_database(directory.file("lab.db"));
  ReaderPool pool{*database, ports.ports()};
};

// Keeps readers in the middle of their work until it is opened.
class ReadersGate {
 public:
  explicit ReadersGate(int readers) : readers_(readers) {}

  // A reader is about to ask for a connection.
  void arrive() EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
  }

  // A reader has one.
  void pass() EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    most_ = std::max(most_, ++inside_);
    changed_.notify_all();
    while (!is_open_) changed_.wait(mutex_);
    --inside_;
    ++passed_;
  }

  // As soon as all readers have arrived, and `inside` of them have a connection.
  void open_when(int inside) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    while (arrived_ < readers_ || inside_ < inside) changed_.wait(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

  int most() const EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return most_;
  }
  int passed() const EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return passed_;
  }

 private:
  const int readers_;
  mutable Mutex mutex_;
  ConditionVariable changed_;
  int arrived_ GUARDED_BY(mutex_) = 0;
  int inside_ GUARDED_BY(mutex_) = 0;
  int most_ GUARDED_BY(mutex_) = 0;
  int passed_ GUARDED_BY(mutex_) = 0;
  bool is_open_ GUARDED_BY(mutex_) = false;
};

Error test_refusal() { return make_error(ErrorCode::storage_failed, "test"); }

}  // namespace

TEST_CASE("reader pool: a reader sees what has been committed before it begins") {
  ReaderBench bench;
  CHECK(bench.lines_read() == 0);
  bench.write_line("a");
  CHECK(bench.lines_read() == 1);
  bench.write_line("b");
  CHECK(bench.lines_read() == 2);
}

TEST_CASE("reader pool: what is committed while a reader reads is for the next one") {
  ReaderBench bench;
  const Response response = bench.pool.run([&](Transaction& transaction) -> Result<Outcome> {
    CHECK(lines_in(transaction.database()) == 0);
    bench.write_line("a");
    CHECK(lines_in(transaction.database()) == 0);
    return Outcome();
  });
  CHECK(response.status == http::kOk);
  CHECK(bench.lines_read() == 1);
}

TEST_CASE("reader pool: what has not been committed is seen by nobody") {
  ReaderBench bench;
  Transaction transaction(bench.database->writer());
  REQUIRE(execute(transaction.database(), kAddLine, "a").ok());
  CHECK(bench.lines_read() == 0);
  REQUIRE(transaction.commit().ok());
  CHECK(bench.lines_read() == 1);
}

TEST_CASE(
    "reader pool: as many read at once as there are connections, and the others wait for theirs") {
  constexpr int kReaders = 3 * static_cast<int>(kReadersMax);
  ReaderBench bench;
  ReadersGate gate(kReaders);
  std::vector<std::thread> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&] {
      gate.arrive();
      bench.pool.run([&](Transaction&) -> Result<Outcome> {
        gate.pass();
        return Outcome();
      });
    });
  }
  gate.open_when(static_cast<int>(kReadersMax));
  for (std::thread& reader : readers) reader.join();
  CHECK(gate.most() == static_cast<int>(kReadersMax));
  CHECK(gate.passed() == kReaders);
}

TEST_CASE("reader pool: a reader takes the connection that another one is done with") {
  ReaderBench bench;
  std::vector<const Database*> used;
  for (int i = 0; i < 2; ++i) {
    bench.pool.run([&](Transaction& transaction) -> Result<Outcome> {
      used.push_back(&transaction.database());
      return Outcome();
    });
  }
  REQUIRE(used.size() == 2);
  CHECK(used[0] == used[1]);
}

TEST_CASE("reader pool: work that fails is answered 503, and its connection goes back") {
  ReaderBench bench;
  for (std::size_t i = 0; i < 2 * kReadersMax; ++i) {
    const Response response =
        bench.pool.run([](Transaction&) -> Result<Outcome> { return test_refusal(); });
    CHECK(response.status == http::kServiceUnavailable);
  }
  CHECK(bench.lines_read() == 0);
}

TEST_CASE("reader pool: work that finds no memory ends alone, and its connection goes back") {
  ReaderBench bench;
  const Work work = [](Transaction& transaction) -> Result<Outcome> {
    CHECK(lines_in(transaction.database()) == 0);
    throw std::bad_alloc();
  };
  for (std::size_t i = 0; i < 2 * kReadersMax; ++i) {
    CHECK_THROWS_AS(bench.pool.run(work), std::bad_alloc);
  }
  bench.write_line("a");
  CHECK(bench.lines_read() == 1);
}

TEST_CASE("reader pool: a reader writes nothing") {
  ReaderBench bench;
  const Response response = bench.pool.run([](Transaction& transaction) -> Result<Outcome> {
    SRL_TRY(execute(transaction.database(), kAddLine, "a"));
    return Outcome();
  });
  CHECK(response.status == http::kServiceUnavailable);
  CHECK(bench.lines_read() == 0);
}

TEST_CASE("reader pool: nothing is read of a file that is no longer the one at its path") {
  ReaderBench bench;
  bench.write_line("a");
  REQUIRE(bench.lines_read() == 1);
  const std::string path = bench.directory.file("lab.db");
  std::filesystem::rename(path, path + ".moved");
  bool is_done = false;
  const Response response = bench.pool.run([&](Transaction&) -> Result<Outcome> {
    is_done = true;
    return Outcome();
  });
  CHECK(response.status == http::kServiceUnavailable);
  CHECK_FALSE(is_done);
  std::filesystem::rename(path + ".moved", path);
  CHECK(bench.lines_read() == 1);
}

}  // namespace srl
