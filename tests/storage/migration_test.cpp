// SPDX-License-Identifier: MIT
#include "storage/migration.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "storage/migrations/device_migrations.h"
#include "storage/migrations/service_migrations.h"
#include "storage/test_schema.h"

namespace srl::test {
namespace {

std::unique_ptr<PageDatabase> open_empty() { return expect_value(PageDatabase::open({})); }

int version_of(Database& database) { return expect_value(schema_version(database)); }

constexpr Sql kPutTag = {"INSERT INTO tag (note, name) VALUES ($1, $2)"};

}  // namespace

TEST_CASE("storage/migration: an empty database gets every migration, a full one nothing") {
  const auto pages = open_empty();
  CHECK(version_of(pages->database()) == 0);
  expect_ok(migrate(pages->database(), kNotes));
  CHECK(version_of(pages->database()) == 2);
  const BatchId batch = pages->database().last_batch();
  expect_ok(migrate(pages->database(), kNotes));
  CHECK(pages->database().last_batch() == batch);
}

TEST_CASE("storage/migration: an old database keeps its rows and gets what is new") {
  const auto pages = open_empty();
  Database& database = pages->database();
  expect_ok(migrate(database, std::span(kNotes).first(1)));
  CHECK(version_of(database) == 1);
  put_note(database, 1, "before");
  CHECK_FALSE(execute(database, kPutTag, 1, "new").ok());
  expect_ok(migrate(database, kNotes));
  CHECK(version_of(database) == 2);
  CHECK(get_note(database, 1) == "before");
  expect_ok(execute(database, kPutTag, 1, "new"));
}

TEST_CASE("storage/migration: one that fails leaves the version before it, whole") {
  static constexpr Sql kHalf[] = {{"CREATE TABLE half (x INTEGER)"}, {"CREATE TABLE note (x)"}};
  static constexpr Migration kBroken[] = {{1, kNotesFirst}, {2, kHalf}};
  static constexpr Sql kSelectHalf = {"SELECT * FROM half"};
  const auto pages = open_empty();
  Database& database = pages->database();
  const Status status = migrate(database, kBroken);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().detail.find("CREATE TABLE note (x)") != std::string::npos);
  CHECK(version_of(database) == 1);
  CHECK_FALSE(execute(database, kSelectHalf).ok());
  put_note(database, 1, "still works");
  expect_ok(migrate(database, kNotes));
}

TEST_CASE("storage/migration: a database from a newer build is refused and not touched") {
  const auto pages = open_notes();
  const PageImage before = pages->store().live();
  const Status status = migrate(pages->database(), std::span(kNotes).first(1));
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().detail.find("newer build") != std::string::npos);
  CHECK(same_content(pages->store().live(), before));
}

TEST_CASE("storage/migration: numbers with a gap are refused") {
  static constexpr Migration kGap[] = {{1, kNotesFirst}, {3, kNotesSecond}};
  const auto pages = open_empty();
  CHECK_FALSE(migrate(pages->database(), kGap).ok());
  CHECK(version_of(pages->database()) == 0);
}

TEST_CASE("storage/migration: foreign keys hold, as they would in PostgreSQL") {
  const auto pages = open_notes();
  CHECK_FALSE(execute(pages->database(), kPutTag, 99, "of no note").ok());
}

TEST_CASE("storage/template_image: a database that starts from a template needs no migration") {
  const auto pages = open_notes();
  CHECK(version_of(pages->database()) == 2);
  CHECK(pages->store().durable_batch() == 0);
  CHECK(pages->store().all_durable());
  expect_ok(pages->database().check_integrity());
}

TEST_CASE("storage/template_image: the same schema gives the same bytes") {
  CHECK(same_content(notes_template(), expect_value(build_template_image(kNotes))));
  CHECK_FALSE(same_content(notes_template(), expect_value(build_template_image(kCounters))));
}

TEST_CASE("storage/template_image: a broken schema is an error") {
  static constexpr Sql kWrong[] = {{"CREATE TABLE"}};
  static constexpr Migration kBroken[] = {{1, kWrong}};
  CHECK_FALSE(build_template_image(kBroken).ok());
}

}  // namespace srl::test
