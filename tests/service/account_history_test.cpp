// SPDX-License-Identifier: MIT
// Which numbers of an account still mean what they meant: after restarts, restored backups and a
// database that was made anew.
#include "service/account_history.h"
#include "service/account_store.h"

#include <doctest/doctest.h>

#include "support/bench_service.h"

namespace srl {
namespace {

using test::BenchService;
using test::operation;

AccountHistory history_of(std::string_view text) {
  const Result<AccountHistory> history = AccountHistory::parse(text);
  REQUIRE(history.ok());
  return *history;
}

std::int64_t common(std::string_view here, std::int64_t seq, std::string_view there,
                    std::int64_t told) {
  return history_of(here).common_seq(seq, history_of(there), told);
}

Outcome push_one(BenchService& service, std::uint64_t number, std::string seen,
                 std::int64_t base_version = 0) {
  WireOperation one = operation(base_version == 0 ? OpKind::create_task : OpKind::update_task,
                                number, base_version == 0 ? number : 1, "T");
  one.base_version = base_version;
  return service.run(PushRequest{"phone", {one}, std::move(seen)});
}

std::string seen_of(const Outcome& pushed) {
  return std::get<PushResponse>(pushed.response.body).cursor;
}

// The service after some pushes; and its disk, to go back to.
struct Restorable : BenchService {
  Restorable() : BenchService(test::policies_of_preset(kReliablePreset)) { settle(); }
  void settle() { pages->store().mark_durable(pages->store().last_batch()); }
  void write(int times) {
    for (int i = 0; i < times; ++i) seen = seen_of(push_one(*this, ++number, seen));
    settle();
  }
  PageStore::State copy() { return pages->state(); }
  void restore(const PageStore::State& state, const std::string& next_epoch) {
    REQUIRE(pages->restore(state).ok());
    epoch = next_epoch;
  }

  std::uint64_t number = 0;
  std::string seen;
};

Problem reset(const Outcome& outcome) {
  REQUIRE(outcome.response.status == 410);
  const auto& problem = std::get<Problem>(outcome.response.body);
  CHECK(problem.code == ErrorCode::cursor_reset);
  return problem;
}

}  // namespace

TEST_CASE("account history: what both have seen ends where one of them went another way") {
  CHECK(common("a-0", 7, "a-0", 5) == 5);          // the device is behind
  CHECK(common("a-0", 7, "a-0", 9) == 7);          // the service has gone back
  CHECK(common("a-0.b-5", 9, "a-0", 5) == 5);      // a restart after all that the device saw
  CHECK(common("a-0.b-5", 9, "a-0", 7) == 5);      // a restore: b began before 7
  CHECK(common("a-0.c-5", 9, "a-0.b-5", 8) == 5);  // both went on from 5
  CHECK(common("a-0.c-4", 9, "a-0.b-5", 8) == 4);
  CHECK(common("a-0.b-5.c-6", 9, "a-0.b-5", 8) == 6);  // c began in the middle of b
  CHECK(common("z-0", 9, "a-0", 8) == 0);              // another database
  CHECK(common("", 0, "a-0", 8) == 0);
}

TEST_CASE(
    "account history: a long one forgets its oldest epochs, and never finds too much in common") {
  AccountHistory history;
  for (int i = 0; i < 40; ++i) history.begin("e" + std::to_string(i), i * 10);
  const AccountHistory again = history_of(history.to_text());
  CHECK(again.to_text() == history.to_text());
  CHECK(history.common_seq(400, history_of("e39-390"), 395) == 395);
  CHECK(history.common_seq(400, history_of("e15-150"), 155) == 0);
}

TEST_CASE("account history: an epoch in which nothing was written leaves no trace") {
  AccountHistory history = history_of("a-0");
  history.begin("b", 5);
  history.begin("c", 5);
  CHECK(history.to_text() == "a-0.c-5");
}

TEST_CASE("account history: a version is named after the epoch that wrote it") {
  const AccountHistory history = history_of("aaaaaaaabbbb-0.ccccccccdddd-5");
  CHECK(history.tag_of(5) == "aaaaaaaa");
  CHECK(history.tag_of(6) == "cccccccc");
  CHECK(history_of("x-3").tag_of(2) == "x");
}

TEST_CASE(
    "account history: cursors are read back, those of older builds too; others ask for a reset") {
  const Result<Cursor> cursor = parse_cursor(make_cursor(1, history_of("a-0.b-5.c-9"), 7));
  REQUIRE(cursor.ok());
  CHECK(cursor->seq == 7);
  CHECK(cursor->history.to_text() == "a-0.b-5");  // c had not begun
  CHECK(cursor->is_of(1));
  CHECK_FALSE(cursor->is_of(2));
  const Result<Cursor> older = parse_cursor("v2.7.a-0.b-5");
  REQUIRE(older.ok());
  CHECK(older->history.to_text() == "a-0.b-5");
  CHECK(older->is_of(2));
  const Result<Cursor> old = parse_cursor("v1.0a1b.77");
  REQUIRE(old.ok());
  CHECK(old->seq == 77);
  CHECK(old->history.to_text() == "0a1b-0");
  CHECK(parse_cursor("v2.0.").ok());
  for (const char* text : {"", "77", "v1", "v1.0a", "v1.0a.x", "v1.0a.-7", "v1..7", "v2", "v2.7",
                           "v2.7.a", "v2.7.a-", "v2.7.a-5.b-5", "v2.7.a-x", "v2.7.a b-0", "v2.-1.",
                           "v2.99999999999999999999.a-0", "v3.7.a-0", "v3..7.a-0", "v4.x.7.a-0"}) {
    CAPTURE(text);
    const Result<Cursor> refused = parse_cursor(text);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::cursor_reset);
  }
}

TEST_CASE("account history: a restart without a restore refuses nothing") {
  Restorable service;
  service.write(3);
  service.epoch = "second";
  CHECK(service.run(ChangesRequest{service.seen, 10}).response.status == 200);
  service.write(2);
  CHECK(service.run(ChangesRequest{service.seen, 10}).response.status == 200);
  CHECK(push_one(service, 99, service.seen).response.status == 200);
}

TEST_CASE(
    "account history: after a restore no cursor of the lost time is good, however far the counter "
    "comes") {
  Restorable service;
  service.write(3);
  const PageStore::State backup = service.copy();
  const std::string before = service.seen;
  service.write(4);
  const std::string lost = service.seen;
  service.restore(backup, "second");
  for (int written = 0; written < 8; ++written) {
    CAPTURE(written);
    for (const Outcome& outcome :
         {service.run(ChangesRequest{lost, 10}), service.run(ChangesRequest{before, 10, lost}),
          service.run(SnapshotRequest{"", 10, lost}), push_one(service, 50, lost)}) {
      const Problem problem = reset(outcome);
      CHECK(problem.common_seq == 3);
      CHECK(service.run(ChangesRequest{problem.cursor, 10}).response.status == 200);
    }
    CHECK(service.account().seq == 3 + written);  // the push has done nothing
    CHECK(service.run(ChangesRequest{before, 10}).response.status == 200);
    REQUIRE(push_one(service, 60 + static_cast<std::uint64_t>(written), "").response.status == 200);
  }
}

TEST_CASE("account history: two restores from one backup are two histories") {
  Restorable service;
  service.write(2);
  const PageStore::State backup = service.copy();
  service.restore(backup, "second");
  service.write(3);
  const std::string of_second = service.seen;
  service.restore(backup, "third");
  service.seen.clear();
  service.write(5);
  CHECK(reset(service.run(ChangesRequest{of_second, 10})).common_seq == 2);
}

TEST_CASE("account history: an empty database shares nothing with a cursor") {
  Restorable service;
  const PageStore::State empty = service.copy();
  service.write(3);
  const std::string lost = service.seen;
  service.restore(empty, "second");
  service.seen.clear();
  service.write(5);
  const Problem problem = reset(service.run(ChangesRequest{lost, 10}));
  CHECK(problem.common_seq == 0);
  CHECK(service.run(ChangesRequest{"", 10, problem.cursor}).response.status == 200);
}

TEST_CASE(
    "account history: If-Match of the lost time fails where the same version is there again") {
  Restorable service;
  service.write(1);
  const PageStore::State backup = service.copy();
  const auto task = [&] {
    const Outcome outcome =
        service.run(TaskRequest{operation(OpKind::create_task, 1, 1, "").task.value()});
    return std::get<TaskResponse>(outcome.response.body);
  };
  const auto complete = [&](const EntityTag& tag) {
    TaskWriteRequest write;
    write.operation.kind = OpKind::update_task;
    write.operation.task = task().task.id;
    write.operation.patch.mark(TaskField::completed);
    write.operation.patch.values.completed = !task().task.fields.completed;
    write.condition = VersionCondition{false, {tag}};
    return service.run(std::move(write)).response;
  };
  const EntityTag first{1, task().epoch};
  REQUIRE(complete(first).status == 200);
  const EntityTag lost{2, task().epoch};
  service.restore(backup, "second");
  REQUIRE(complete(first).status == 200);  // what both have
  CHECK(task().task.version == 2);
  const Response refused = complete(lost);
  CHECK(refused.status == 412);
  CHECK(std::get<Problem>(refused.body).current_epoch == "second");
}

TEST_CASE(
    "accounts: the same address has the same id on another database, and no other address has") {
  AccountId ada = kNobody;
  for (int life = 0; life < 2; ++life) {
    BenchService service(test::policies_of_preset(kReliablePreset));
    ServiceContext context = service.context();
    const Result<AccountId> bob = account_of(service.database(), context, "bob@example.test");
    const Result<AccountId> again = account_of(service.database(), context, "ada@example.test");
    REQUIRE(bob.ok());
    REQUIRE(again.ok());
    CHECK(*bob != *again);
    CHECK(*again > kFirstAccount);
    CHECK(*again < (AccountId{1} << 53));
    if (life == 0) ada = *again;
    CHECK(*again == ada);
    CHECK(account_of(service.database(), context, "ada@example.test").value() == ada);
    const Result<AccountId> guest = create_guest(service.database(), context);
    CHECK(guest.ok());
    CHECK(*guest != create_guest(service.database(), context).value());
  }
}

}  // namespace srl
