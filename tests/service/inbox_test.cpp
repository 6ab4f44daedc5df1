// SPDX-License-Identifier: MIT
// The inbox, and the runs of the worker that a person asks for.
#include "service/inbox_store.h"

#include <doctest/doctest.h>

#include "service/cron.h"
#include "service/worker_run.h"
#include "support/bench_service.h"

namespace srl {
namespace {

Notice notice(const std::string& topic, const TaskId& task = make_uuid_v7(1, 1, 1)) {
  Notice one;
  one.task = task;
  one.title = "Milk";
  one.topic = topic;
  return one;
}

class InboxBench : private RandomSource {
 public:
  InboxBench() : service(test::policies_of_preset(kReliablePreset)) {
    REQUIRE(service.push({test::operation(OpKind::create_task, 1, 1, "Milk")}).size() == 1);
  }

  Database& database() { return service.database(); }
  void write(const std::string& device, const Notice& one, TimeMs now_ms = 5) {
    REQUIRE(write_notice(database(), 1, device, one, now_ms).ok());
  }
  std::vector<StoredNotice> of(const std::string& device, NoticeId after = 0) {
    return notices_after(database(), 1, device, after, 100).value();
  }

  // A run to its first jobs; true when it has the schedule of the reminders to itself.
  bool plans(WorkerRun run, TimeMs now_ms) {
    step(run, now_ms);
    return run.memory().reminders_until_ms != 0;
  }

  void step(WorkerRun& run, TimeMs now_ms) {
    PretendCrypto crypto(1, drawn_);
    const Policies policies = test::policies_of_preset(kReliablePreset);
    Outcome outcome;
    Transaction transaction(database());
    REQUIRE(run.step(database(), {now_ms, policies, *this, crypto}, outcome).ok());
    REQUIRE(transaction.commit().ok());
  }

  test::BenchService service;

 private:
  std::uint64_t next(RandomPurpose) override { return ++drawn_; }
  std::uint64_t drawn_ = 0;
};

}  // namespace

TEST_CASE("service/inbox: a notice under the same topic replaces the one before and keeps its id") {
  InboxBench bench;
  bench.write("phone", notice("a"));
  bench.write("phone", notice("b"));
  bench.write("phone", notice("a"), 9);
  const std::vector<StoredNotice> stored = bench.of("phone");
  REQUIRE(stored.size() == 2);
  CHECK(stored[0].notice.topic == "a");
  CHECK(bench.of("phone", stored[1].id).empty());
  CHECK(bench.of("laptop").empty());
  bench.write("phone", notice(""));
  bench.write("phone", notice(""));
  CHECK(bench.of("phone").size() == 4);
}

TEST_CASE("service/inbox: a notice whose task is done or gone is stale") {
  InboxBench bench;
  bench.write("phone", notice("a"));
  bench.write("phone", notice("b", make_uuid_v7(1, 2, 2)));
  CHECK_FALSE(bench.of("phone")[0].is_stale);
  CHECK(bench.of("phone")[1].is_stale);
}

TEST_CASE(
    "service/inbox: a notice is stale once its task is due at another time, and tells its "
    "version") {
  InboxBench bench;
  const auto remind_at = [&](std::uint64_t op, TimeMs due_ms) {
    WireOperation wire = test::operation(OpKind::update_task, op, 1, "Milk");
    wire.patch.values.remind_at = due_ms;
    REQUIRE(bench.service.push({wire}).at(0).status == OpStatus::applied);
  };
  remind_at(2, 50);
  Notice due = notice("a");
  due.due_at = 50;
  bench.write("phone", due);
  CHECK_FALSE(bench.of("phone")[0].is_stale);
  CHECK(bench.of("phone")[0].notice.version == bench.service.rows().at(0).version);
  remind_at(3, 60);
  CHECK(bench.of("phone")[0].is_stale);
}

TEST_CASE("service/inbox: ids go up after old notices have gone") {
  InboxBench bench;
  bench.write("phone", notice("a"), 1);
  bench.write("phone", notice("b"), 2);
  const NoticeId newest = newest_notice(bench.database()).value();
  REQUIRE(delete_notices(bench.database(), 100).ok());
  CHECK(bench.of("phone").size() == 1);
  bench.write("phone", notice("c"), 200);
  CHECK(bench.of("phone").back().id > newest);
}

TEST_CASE("service/worker: cron's run works on its slot, one that is asked for also without") {
  InboxBench bench;
  const TimeMs now_ms = 1'700'000'100'000;
  CHECK(bench.plans(WorkerRun(1), now_ms));
  const TimeMs later_ms = now_ms + kJobLeaseMs + 1;  // that run has died
  CHECK_FALSE(bench.plans(WorkerRun(2), later_ms));
  CHECK(bench.plans(WorkerRun::asked_for(3), later_ms));
  CHECK_FALSE(bench.plans(WorkerRun::asked_for(4), later_ms + 1));  // the one before has it
}

TEST_CASE("service/worker: a run clears old notices away, and when it has ended is remembered") {
  const TimeMs now_ms = 1'700'000'100'000;
  InboxBench bench;
  bench.write("phone", notice("old"), now_ms - kNoticesKeptMs - 1);
  bench.write("phone", notice("new"), now_ms - kNoticesKeptMs);
  CHECK(last_run_ended_ms(bench.database()).value() == 0);
  WorkerRun run = WorkerRun::asked_for(1);
  while (!run.is_done()) bench.step(run, now_ms);
  CHECK(last_run_ended_ms(bench.database()).value() == now_ms);
  REQUIRE(bench.of("phone").size() == 1);
  CHECK(bench.of("phone")[0].notice.topic == "new");
}

}  // namespace srl
