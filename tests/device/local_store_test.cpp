// SPDX-License-Identifier: MIT
// The store of one principal at a time, and what becomes of a database from before there were any.
#include "device/local_store.h"

#include <doctest/doctest.h>

#include "storage/migrations/device_migrations.h"
#include "storage/page_database.h"
#include "storage/template_image.h"

namespace srl {
namespace {

constexpr Sql kOldTask{
    "INSERT INTO tasks VALUES ('018bcfe5-6800-7000-8000-000000000001', '', 1, 'Old', '', 0, 0, 1, "
    "'', 0, 0, 0)"};
constexpr Sql kOldOperation{
    "INSERT INTO outbox VALUES (7, '018bcfe5-6800-7000-8000-000000000002', "
    "'018bcfe5-6800-7000-8000-000000000001', 0, 0, 1, 1, 0, 0, 0, 1, 'Old', '', 0, 0, 1, '', 0, 0, "
    "0)"};
constexpr Sql kOldCursor{"INSERT INTO meta VALUES ('cursor', 'v1.e.3')"};

std::unique_ptr<PageDatabase> open(std::span<const Migration> migrations) {
  const Result<PageImage> image = build_template_image(migrations);
  REQUIRE(image.ok());
  Result<std::unique_ptr<PageDatabase>> opened = PageDatabase::open(image.value());
  REQUIRE(opened.ok());
  return std::move(opened.value());
}

Operation create(std::int64_t number) {
  const auto word = static_cast<std::uint64_t>(number);
  Operation operation;
  operation.id = make_uuid_v7(1, word, word);
  operation.task = make_uuid_v7(2, word, word);
  operation.client_seq = number;
  operation.patch.mark(TaskField::title);
  operation.patch.values.title = "Task " + std::to_string(number);
  return operation;
}

void add(LocalStore& store, std::int64_t number) {
  const Operation operation = create(number);
  REQUIRE(store.transact([&] { return store.add(operation); }).ok());
}

}  // namespace

TEST_CASE("local store: a database from before sign-in holds its work for a decision") {
  const std::unique_ptr<PageDatabase> pages = open(device_migrations().first(1));
  Database& database = pages->database();
  for (const Sql& sql : {kOldTask, kOldOperation, kOldCursor}) REQUIRE(execute(database, sql).ok());
  REQUIRE(migrate(database, device_migrations()).ok());

  LocalStore store(database);
  REQUIRE(store.load(1).ok());
  CHECK(store.memory().rows.empty());
  CHECK(store.hidden_of(kNobody) == 1);
  CHECK(store.memory().last_client_seq == 7);  // another user's numbers are taken, too

  REQUIRE(store.take_over(kNobody).ok());
  CHECK(store.hidden_of(kNobody) == 0);
  REQUIRE(store.memory().rows.size() == 1);
  CHECK(store.memory().rows.begin()->second.visible.title == "Old");
  CHECK(store.memory().outbox.count(7) == 1);
  CHECK(store.memory().pull.cursor == "v1.e.3");
}

TEST_CASE("local store: what one principal writes, another neither sees nor deletes") {
  const std::unique_ptr<PageDatabase> pages = open(device_migrations());
  LocalStore store(pages->database());
  REQUIRE(store.load(1).ok());
  add(store, 1);
  REQUIRE(store.load(2).ok());
  CHECK(store.memory().rows.empty());
  CHECK(store.queued_operations() == 0);
  add(store, 2);
  REQUIRE(store.delete_everything_of(2, Told::discarded).ok());
  CHECK(store.memory().rows.empty());
  REQUIRE(store.load(1).ok());
  CHECK(store.memory().rows.size() == 1);
  CHECK(store.queued_operations() == 1);
}

TEST_CASE("local store: taking over keeps the cursor and the rows of the one who takes over") {
  const std::unique_ptr<PageDatabase> pages = open(device_migrations());
  LocalStore store(pages->database());
  REQUIRE(store.load(kNobody).ok());
  add(store, 1);
  REQUIRE(store.load(1).ok());
  store.pull_state().cursor = "v1.mine.9";
  REQUIRE(store.transact([&] { return store.save_pull_state(0, 0); }).ok());
  add(store, 2);
  REQUIRE(store.take_over(kNobody).ok());
  CHECK(store.memory().rows.size() == 2);
  CHECK(store.queued_operations() == 2);
  CHECK(store.memory().pull.cursor == "v1.mine.9");
  REQUIRE(store.load(kNobody).ok());
  CHECK(store.memory().rows.empty());
}

TEST_CASE("local store: a transaction that fails leaves what is unsaved unsaved") {
  const std::unique_ptr<PageDatabase> pages = open(device_migrations());
  LocalStore store(pages->database());
  REQUIRE(store.load(1).ok());
  add(store, 1);
  store.note_batch(5);
  const Status failed =
      store.transact([] { return make_error(ErrorCode::storage_failed, "test"); });
  CHECK(!failed.ok());
  CHECK(!store.memory().outbox.at(1).durable);
  CHECK(store.take_durable(4).empty());
  CHECK(store.take_durable(5).size() == 1);
}

}  // namespace srl
