// SPDX-License-Identifier: MIT
#include "storage/task_columns.h"

#include <doctest/doctest.h>

#include <string>

#include "storage/page_database.h"
#include "storage/template_image.h"
#include "support/full_fields.h"

namespace srl {
namespace {

constexpr Sql kTable[] = {
    with_fields<"CREATE TABLE rows (number INTEGER PRIMARY KEY, {columns})">()};
constexpr Migration kMigrations[] = {{1, kTable}};
constexpr Sql kInsert = with_fields<"INSERT INTO rows (number, {columns}) VALUES ($1, {values})">();
constexpr Sql kUpdate = with_fields<"UPDATE rows SET {assignments} WHERE number = $1">();
constexpr Sql kRead = with_fields<"SELECT t.number, {t.columns} FROM rows t WHERE number = $1">();

std::unique_ptr<PageDatabase> open() {
  const Result<PageImage> image = build_template_image(kMigrations);
  REQUIRE(image.ok());
  Result<std::unique_ptr<PageDatabase>> opened = PageDatabase::open(image.value());
  REQUIRE(opened.ok());
  return std::move(opened.value());
}

TaskFields row(Database& database, std::int64_t number) {
  Query query(database, kRead, number);
  REQUIRE(query.next());
  CHECK(query.integer(0) == number);
  return read_fields(query, 1);
}

}  // namespace

TEST_CASE("task columns: parameters of fields come after those of the statement") {
  const std::string text =
      with_fields<"UPDATE t SET {assignments} WHERE a = $2 AND b = $11">().text;
  CHECK(text.starts_with("UPDATE t SET title = $12, description = $13, "));
  CHECK(text.ends_with(" WHERE a = $2 AND b = $11"));
}

TEST_CASE("task columns: what is written in each field is read from it again") {
  const std::unique_ptr<PageDatabase> pages = open();
  Database& database = pages->database();
  for (const TaskFields& fields : {TaskFields(), test::full_fields()}) {
    const std::int64_t number = fields == TaskFields() ? 1 : 2;
    Query insert(database, kInsert, number);
    bind_fields(insert, fields);
    REQUIRE(insert.run().ok());
    CHECK(row(database, number) == fields);
  }
  const TaskFields full = test::full_fields();
  Query update(database, kUpdate, 1);
  bind_fields(update, full);
  REQUIRE(update.run().ok());
  CHECK(row(database, 1) == full);
}

}  // namespace srl
