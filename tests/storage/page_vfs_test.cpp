// SPDX-License-Identifier: MIT
// What the database on pages promises about commits, the disk and a killed app.
#include "storage/page_vfs.h"

#include <doctest/doctest.h>

#include <string>

#include "storage/test_schema.h"

namespace srl::test {

TEST_CASE("storage/page_vfs: a commit is one batch, a rollback or a read is none") {
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  CHECK(database.last_batch() == 0);
  {
    Transaction transaction(database);
    for (int id = 1; id <= 1'000; ++id) put_note(database, id, "note " + std::to_string(id));
    expect_ok(transaction.commit());
  }
  CHECK(database.last_batch() == 1);
  {
    Transaction transaction(database);
    put_note(database, 1, "never");
  }
  CHECK(database.last_batch() == 1);
  CHECK(get_note(database, 1) == "note 1");
  CHECK(database.last_batch() == 1);
  CHECK(pages->store().state().dirty.empty());
  put_note(database, 1, "outside a transaction");
  CHECK(database.last_batch() == 2);
}

TEST_CASE("storage/page_vfs: nothing reaches the store before its commit, however much it is") {
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  Transaction transaction(database);
  for (int id = 1; id <= 2'000; ++id) put_note(database, id, std::string(3'000, 'x'));
  CHECK(pages->store().state().dirty.empty());
  CHECK(same_content(pages->store().live(), notes_template()));
  expect_ok(transaction.commit());
  CHECK(pages->store().live().page_count() > 1'000);
  expect_ok(database.check_integrity());
}

TEST_CASE("storage/page_vfs: a killed app returns to the last durable batch") {
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  put_note(database, 1, "durable");
  put_note(database, 2, "durable too");
  CHECK(pages->store().mark_durable(2));
  put_note(database, 1, "lost");
  put_note(database, 3, "lost");
  expect_ok(pages->kill());
  CHECK(get_note(database, 1) == "durable");
  CHECK(get_note(database, 2) == "durable too");
  CHECK(get_note(database, 3) == "(none)");
  expect_ok(database.check_integrity());
}

TEST_CASE("storage/page_vfs: killed before anything was durable, the app starts again") {
  const auto pages = open_notes();
  put_note(pages->database(), 1, "lost");
  expect_ok(pages->kill());
  CHECK(count_notes(pages->database()) == 0);
  CHECK(pages->database().last_batch() == 0);
}

TEST_CASE("storage/page_vfs: every batch boundary is a sound database") {
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  for (int round = 1; round <= 30; ++round) {
    Transaction transaction(database);
    for (int id = 0; id < 20; ++id)
      put_note(database, round * 7 + id, std::string(round * 50, 'x'));
    expect_ok(transaction.commit());
    // What a machine would find that lost its power now.
    PageStore::State state = pages->store().state();
    const auto after = expect_value(PageDatabase::open(state.durable));
    expect_ok(after->database().check_integrity());
    if (round % 3 == 0) CHECK(pages->store().mark_durable(database.last_batch() - 1));
  }
}

TEST_CASE("storage/page_vfs: the same statements make the same bytes") {
  const auto write_notes = [](PageDatabase& pages) {
    for (int id = 1; id <= 300; ++id) put_note(pages.database(), id % 40, std::string(id, 'x'));
    return pages.store().live();
  };
  const auto first = open_notes();
  const auto second = open_notes();
  CHECK(same_content(write_notes(*first), write_notes(*second)));
}

TEST_CASE("storage/page_vfs: a database in a file that shrinks can be read again") {
  static constexpr Sql kDeleteAll = {"DELETE FROM note"};
  static constexpr Sql kVacuum = {"PRAGMA incremental_vacuum"};
  static constexpr Sql kAutoVacuum = {"PRAGMA auto_vacuum = INCREMENTAL"};
  const auto pages = expect_value(PageDatabase::open(PageImage()));
  SqliteDatabase& database = pages->database();
  expect_ok(execute(database, kAutoVacuum));
  expect_ok(migrate(database, kNotes));
  for (int id = 1; id <= 100; ++id) put_note(database, id, std::string(3'000, 'x'));
  const PageIndex before = pages->store().live().page_count();
  expect_ok(execute(database, kDeleteAll));
  expect_ok(execute(database, kVacuum));
  CHECK(pages->store().live().page_count() < before / 2);
  // SQLite cuts the file after it synced: the cut comes with the next batch. Sound either way.
  CHECK(pages->store().mark_durable(database.last_batch()));
  expect_ok(pages->kill());
  expect_ok(database.check_integrity());
  put_note(database, 1, "after");
  CHECK(count_notes(database) == 1);
  CHECK(pages->store().mark_durable(database.last_batch()));
  CHECK(same_content(pages->store().live(), pages->store().durable()));
  expect_ok(database.check_integrity());
}

TEST_CASE("storage/page_vfs: an image that is no database is refused as damaged") {
  const std::vector<std::byte> bytes(2 * kPageBytes, std::byte{0x2A});
  const auto opened = PageDatabase::open(PageImage::from_bytes(bytes));
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == ErrorCode::storage_corrupt);
}

TEST_CASE("storage/page_vfs: the integrity check finds a damaged page") {
  const auto pages = open_notes();
  for (int id = 1; id <= 500; ++id) put_note(pages->database(), id, "note " + std::to_string(id));
  expect_ok(pages->database().check_integrity());
  PageImage damaged = pages->store().live();
  damaged.set(damaged.page_count() - 2, make_page({}));
  expect_ok(pages->restart(damaged));
  const Status status = pages->database().check_integrity();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::storage_corrupt);
}

}  // namespace srl::test
