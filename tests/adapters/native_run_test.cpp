// SPDX-License-Identifier: MIT
// The real run of the worker, on a database that commits and loses the answer.
#include "adapters/native_run.h"

#include "service/inbox_store.h"
#include "support/bench_worker.h"

namespace srl {
namespace {

// The one transaction of a number is in doubt: it is done, and says that nobody knows.
class DoubtfulTransactor final : public Transactor {
 public:
  DoubtfulTransactor(Database& database, int doubtful) : database_(database), doubtful_(doubtful) {}

  Status transact(const Work& work) override {
    Transaction transaction(database_);
    SRL_TRY(transaction.status());
    const Result<Outcome> outcome = work(transaction);
    if (!outcome.ok()) return outcome.error();
    SRL_TRY(transaction.commit());
    if (++transactions_ != doubtful_) return {};
    return make_error(ErrorCode::commit_in_doubt, "the connection broke");
  }
  int transactions() const { return transactions_; }

 private:
  Database& database_;
  int doubtful_;
  int transactions_ = 0;
};

class BenchClock final : public Clock {
 public:
  explicit BenchClock(const TimeMs& now_ms) : now_ms_(now_ms) {}
  TimeMs now_ms() const override { return now_ms_; }
  TimeMs monotonic_ms() const override { return now_ms_; }

 private:
  const TimeMs& now_ms_;
};

struct RunBench : test::BenchWorker {
  Result<RunReport> run(Transactor& database) {
    const NativeRunPorts ports{database, clock, stop, [this] { return context(); }};
    return run_worker(ports, ++runs);
  }
  std::vector<StoredNotice> inbox() {
    return notices_after(database(), kFirstAccount, "phone", 0, 100).value();
  }

  BenchClock clock{now_ms};
  StopFlag stop;
};

// How many transactions an undisturbed run has.
int transactions_of_a_run() {
  RunBench bench;
  bench.add_reminder(1);
  bench.next_tick();
  DoubtfulTransactor database(bench.database(), 0);
  REQUIRE(bench.run(database).ok());
  return database.transactions();
}

}  // namespace

TEST_CASE(
    "native run: whichever commit is in doubt, the reminder is there once and its job succeeds") {
  const int transactions = transactions_of_a_run();
  REQUIRE(transactions > 4);
  for (int doubtful = 1; doubtful <= transactions; ++doubtful) {
    CAPTURE(doubtful);
    RunBench bench;
    bench.add_reminder(1);
    bench.next_tick();
    DoubtfulTransactor database(bench.database(), doubtful);
    (void)bench.run(database);  // it may end there
    for (int tick = 0; tick < 6; ++tick) {
      bench.next_tick();
      REQUIRE(bench.run(database).ok());
    }
    CHECK(bench.inbox().size() == 1);
    CHECK(bench.reminder().state == JobState::succeeded);
  }
}

TEST_CASE("native run: a step whose commit is in doubt ends the run, and is not done again by it") {
  RunBench bench;
  bench.add_reminder(1);
  bench.next_tick();
  DoubtfulTransactor database(bench.database(), 2);
  const Result<RunReport> report = bench.run(database);
  REQUIRE(!report.ok());
  CHECK(report.error().code == ErrorCode::commit_in_doubt);
  CHECK(database.transactions() == 2);
}

}  // namespace srl
