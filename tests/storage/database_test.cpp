// SPDX-License-Identifier: MIT
// The Database port: the same promises on pages in memory and on a file in WAL mode.
#include "ports/database.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "storage/test_schema.h"
#include "support/temporary_directory.h"

namespace srl::test {
namespace {

// Runs `check` on every implementation.
template <class Check>
void on_each(Check check) {
  SUBCASE("on pages") {
    const auto pages = open_notes();
    check(pages->database());
  }
  SUBCASE("on a file") {
    const TemporaryDirectory directory;
    const auto database = expect_value(SqliteDatabase::open_file(directory.file("lab.db")));
    expect_ok(migrate(*database, kNotes));
    check(*database);
  }
}

}  // namespace

TEST_CASE("storage/database: $n is bound by its number, in whatever order and however often") {
  on_each([](Database& database) {
    static constexpr Sql kSql = {"SELECT $2, $1, $3, $1, $2 IS NULL"};
    const std::string third = "third";
    Query query(database, kSql, 1, std::string_view("second"), third);
    REQUIRE(query.next());
    CHECK(query.text(0) == "second");
    CHECK(query.integer(1) == 1);
    CHECK(query.text(2) == "third");
    CHECK(query.integer(3) == 1);
    CHECK(query.integer(4) == 0);
    CHECK_FALSE(query.next());
    expect_ok(query.status());
  });
}

TEST_CASE("storage/database: values come back as they went in") {
  on_each([](Database& database) {
    static constexpr Sql kSql = {"SELECT $1, $2, $3, $4, $5, $6"};
    const Uuid id = make_uuid_v7(1'700'000'000'000, 1, 2);
    const std::string text = std::string("zero \0 inside, ", 15) + "Grüße 🌍";
    const std::string_view empty;  // no address at all
    Query query(database, kSql, id, text, empty, nullptr, INT64_MIN, true);
    REQUIRE(query.next());
    CHECK(query.id(0) == id);
    CHECK(query.text(1) == text);
    CHECK(query.text(2).empty());
    CHECK_FALSE(query.is_null(2));
    CHECK(query.is_null(3));
    CHECK(query.integer(4) == INT64_MIN);
    CHECK(query.integer(5) == 1);
    expect_ok(query.status());
  });
}

TEST_CASE("storage/database: a copied text may die before the statement runs") {
  on_each([](Database& database) {
    static constexpr Sql kSql = {"SELECT $1, $2"};
    for (const std::size_t size : {0U, 1U, 36U, 40U, 41U, 5'000U}) {
      Statement* statement = expect_value(database.prepare(kSql));
      {
        std::string short_lived(size, 'a');
        statement->bind_text_copy(1, short_lived);
        statement->bind_text_copy(2, short_lived + "b");
        short_lived.assign(size, 'z');
      }
      REQUIRE(expect_value(statement->step()));
      CHECK(statement->text(0) == std::string(size, 'a'));
      CHECK(statement->text(1) == std::string(size, 'a') + "b");
      statement->reset();
      CHECK_FALSE(statement->step().ok());  // only prepare() gives it again
    }
  });
}

TEST_CASE("storage/database: a value too few or too many is an error, not an old value") {
  on_each([](Database& database) {
    put_note(database, 1, "one");
    CHECK_FALSE(execute(database, kPutNote, 2).ok());
    CHECK_FALSE(execute(database, kPutNote, 2, "two", "three").ok());
    CHECK(count_notes(database) == 1);
    put_note(database, 2, "two");
    CHECK(count_notes(database) == 2);
  });
}

TEST_CASE("storage/database: a finished statement does not run twice") {
  on_each([](Database& database) {
    static constexpr Sql kAppend = {"INSERT INTO note (body) VALUES ($1)"};
    Query query(database, kAppend, "once");
    CHECK_FALSE(query.next());
    CHECK_FALSE(query.next());
    CHECK(count_notes(database) == 1);
  });
}

TEST_CASE("storage/database: a query runs inside a query of the same text") {
  on_each([](Database& database) {
    static constexpr Sql kFrom = {"SELECT id FROM note WHERE id >= $1 ORDER BY id"};
    for (int id = 1; id <= 4; ++id) put_note(database, id, "x");
    std::string seen;
    for (int round = 0; round < 2; ++round) {
      Query outer(database, kFrom, 1);
      while (outer.next()) {
        Query inner(database, kFrom, outer.integer(0) + 1);
        while (inner.next()) {
          Query innermost(database, kFrom, inner.integer(0) + 1);
          seen += std::to_string(outer.integer(0)) + std::to_string(inner.integer(0));
          seen += innermost.next() ? std::to_string(innermost.integer(0)) + " " : "- ";
        }
      }
      seen += "| ";
    }
    CHECK(seen == "123 134 14- 234 24- 34- | 123 134 14- 234 24- 34- | ");
  });
}

TEST_CASE("storage/database: hundreds of statements stay prepared") {
  on_each([](Database& database) {
    std::vector<std::string> texts;
    texts.reserve(700);
    for (int i = 0; i < 700; ++i) texts.push_back("SELECT " + std::to_string(i) + " + $1");
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < 700; ++i) {
        Query query(database, Sql{texts[static_cast<std::size_t>(i)].c_str()}, 1);
        REQUIRE(query.next());
        REQUIRE(query.integer(0) == i + 1);
      }
    }
  });
}

TEST_CASE("storage/database: a bound value never makes a statement compile again") {
  const auto pages = open_notes();
  static constexpr Sql kSql = {"SELECT id FROM note WHERE id > $1 ORDER BY id LIMIT $2"};
  for (int limit = 1; limit <= 20; ++limit) {
    expect_ok(execute(pages->database(), kSql, limit, limit));
  }
  CHECK(pages->database().recompilations() == 0);
}

TEST_CASE("storage/database: an error names the statement, and the next one runs") {
  on_each([](Database& database) {
    static constexpr Sql kWrong = {"SELECT body FROM nowhere"};
    static constexpr Sql kTwo = {"SELECT 1; SELECT 2"};
    static constexpr Sql kNothing = {" -- only a comment"};
    static constexpr Sql kGap = {"SELECT $1, $3"};
    static constexpr Sql kOtherStyle = {"SELECT ?"};
    static constexpr Sql kInsert = {"INSERT INTO note (id, body) VALUES ($1, $2)"};
    const Status status = execute(database, kWrong);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::storage_failed);
    CHECK(status.error().detail == "no such table: nowhere (1): SELECT body FROM nowhere");
    CHECK_FALSE(execute(database, kTwo).ok());
    CHECK_FALSE(execute(database, kNothing).ok());
    CHECK_FALSE(execute(database, kGap, 1, 2).ok());
    CHECK_FALSE(execute(database, kOtherStyle, 1).ok());
    expect_ok(execute(database, kInsert, 1, "first"));
    for (int i = 0; i < 3; ++i) CHECK_FALSE(execute(database, kInsert, 1, "again").ok());
    expect_ok(execute(database, kInsert, 2, "second"));
  });
}

TEST_CASE("storage/database: SQL that would make two runs differ is refused") {
  static constexpr Sql kRefused[] = {
      {"SELECT random()"},
      {"SELECT RANDOM()"},
      {"SELECT hex(randomblob(4))"},
      {"SELECT CURRENT_TIMESTAMP"},
      {"SELECT current_date"},
      {"SELECT CURRENT_TIME"},
      {"SELECT date('now')"},
      {"SELECT datetime('now')"},
      {"SELECT time()"},
      {"SELECT julianday('now')"},
      {"SELECT unixepoch()"},
      {"SELECT strftime('%s', 'now')"},
      {"SELECT timediff('now', 'now')"},
      {"SELECT changes()"},
      {"SELECT total_changes()"},
      {"SELECT last_insert_rowid()"},
      {"SELECT body FROM note ORDER BY random()"},
      {"ATTACH ':memory:' AS other"},
      {"SELECT load_extension('x')"},
  };
  on_each([](Database& database) {
    for (const Sql sql : kRefused) {
      INFO(std::string(sql.text));
      CHECK_FALSE(execute(database, sql).ok());
    }
  });
}

TEST_CASE("storage/database: a default that reads the clock fails when it would be used") {
  // SQLite looks at the functions of a default only then, and does not ask the authorizer.
  static constexpr Sql kTables[] = {
      {"CREATE TABLE clock (id INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP)"},
      {"CREATE TABLE clock (id INTEGER, at TEXT DEFAULT (datetime('now')))"},
      {"CREATE TABLE clock (id INTEGER, at INTEGER DEFAULT (random()))"},
  };
  static constexpr Sql kInsert = {"INSERT INTO clock (id) VALUES (1)"};
  static constexpr Sql kDrop = {"DROP TABLE clock"};
  on_each([](Database& database) {
    for (const Sql sql : kTables) {
      INFO(std::string(sql.text));
      expect_ok(execute(database, sql));
      CHECK_FALSE(execute(database, kInsert).ok());
      expect_ok(execute(database, kDrop));
    }
  });
}

TEST_CASE("storage/database: a transaction that is left is undone, one in another is refused") {
  on_each([](Database& database) {
    {
      Transaction transaction(database);
      put_note(database, 1, "undone");
      Transaction inner(database);
      CHECK_FALSE(inner.status().ok());
      CHECK_FALSE(inner.commit().ok());
    }
    CHECK(count_notes(database) == 0);
    CHECK_FALSE(database.commit().ok());
    database.rollback();  // nothing is open: harmless
    put_note(database, 1, "kept");
    CHECK(count_notes(database) == 1);
  });
}

TEST_CASE("storage/database: a transaction that a full disk ended takes no more statements") {
  on_each([](Database& database) {
    static constexpr Sql kLimit = {"PRAGMA max_page_count = 40"};
    static constexpr Sql kFill = {"INSERT INTO note (id, body) VALUES ($1, $2)"};
    static constexpr Sql kRollbackAll = {"ROLLBACK"};
    Query limit(database, kLimit);
    CHECK(limit.next());
    Transaction transaction(database);
    Status status;
    for (int id = 1; id < 1'000 && status.ok(); ++id) {
      status = execute(database, kFill, id, std::string(4'000, 'x'));
    }
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().detail.substr(0, 24) == "database or disk is full");
    // SQLite may end the transaction by itself; whether it did or not, the rest is all or nothing.
    static_cast<void>(execute(database, kRollbackAll).ok());
    CHECK_FALSE(execute(database, kPutNote, 1, "would be on its own").ok());
    CHECK_FALSE(transaction.commit().ok());
  });
}

TEST_CASE("storage/database: statements are counted when they begin") {
  const auto pages = open_notes();
  const std::uint64_t before = pages->database().statements_run();
  put_note(pages->database(), 1, "one");
  CHECK(count_notes(pages->database()) == 1);
  CHECK(pages->database().statements_run() == before + 2);
}

TEST_CASE("storage/database: a file is there when it is opened again") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("lab.db");
  {
    const auto database = expect_value(SqliteDatabase::open_file(path));
    expect_ok(migrate(*database, kNotes));
    put_note(*database, 1, "kept");
    CHECK(database->last_batch() == 0);
  }
  const auto database = expect_value(SqliteDatabase::open_file(path));
  CHECK(get_note(*database, 1) == "kept");
  expect_ok(database->check_integrity());
}

TEST_CASE("storage/database: a reader keeps its snapshot beside the writer, and cannot write") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("lab.db");
  const auto writer = expect_value(SqliteDatabase::open_file(path));
  expect_ok(migrate(*writer, kNotes));
  put_note(*writer, 1, "old");
  const auto reader = expect_value(SqliteDatabase::open_file(path, {.read_only = true}));
  {
    Transaction snapshot(*reader);
    expect_ok(snapshot.status());
    CHECK(get_note(*reader, 1) == "old");
    put_note(*writer, 1, "new");
    CHECK(get_note(*reader, 1) == "old");
    CHECK_FALSE(execute(*reader, kPutNote, 2, "no").ok());
  }
  CHECK(get_note(*reader, 1) == "new");
}

// A commit does not copy the log: its request waits for the answer.
TEST_CASE("storage/database: a writer that defers checkpoints copies a long log by itself") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("lab.db");
  const auto database = expect_value(SqliteDatabase::open_file(path));
  expect_ok(migrate(*database, kNotes));
  database->defer_checkpoints();
  const std::string page(4096, 'n');
  const auto put_pages = [&](int count) {
    for (int id = 1; id <= count; ++id) put_note(*database, id, page);
  };
  put_pages(10);
  database->checkpoint_if_long();
  const auto size_of = [&](const char* suffix) {
    return std::filesystem::file_size(path + suffix);
  };
  const std::uintmax_t before = size_of("");
  CHECK(before <= 4096);  // ten notes are no reason to copy
  put_pages(kLogPagesMax / 2);
  CHECK(size_of("") == before);
  database->checkpoint_if_long();
  CHECK(size_of("") > kLogPagesMax / 2 * page.size());
  const std::uintmax_t log = size_of("-wal");
  put_pages(10);
  database->checkpoint_if_long();
  CHECK(size_of("-wal") == log);  // it is written again from its start
  CHECK(get_note(*database, 1) == page);
}

// As `srl worker` writes, beside the server or without it.
TEST_CASE("storage/database: the log of a writer that defers nothing is copied by its commits") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("lab.db");
  const auto database = expect_value(SqliteDatabase::open_file(path));
  expect_ok(migrate(*database, kNotes));
  const std::string page(4096, 'n');
  for (int id = 1; id <= kLogPagesMax; ++id) put_note(*database, id, page);
  CHECK(std::filesystem::file_size(path) > kLogPagesMax / 2 * page.size());
  CHECK(std::filesystem::file_size(path + "-wal") < 2 * kLogPagesMax * page.size());
}

TEST_CASE("storage/database: a backup is a whole database, made beside open readers") {
  const TemporaryDirectory directory;
  const auto database = expect_value(SqliteDatabase::open_file(directory.file("lab.db")));
  expect_ok(migrate(*database, kNotes));
  for (int id = 1; id <= 100; ++id) put_note(*database, id, "note");
  expect_ok(database->backup_to(directory.file("it's a copy.db")));
  CHECK_FALSE(database->backup_to(directory.file("it's a copy.db")).ok());  // never overwrites
  const auto copy = expect_value(SqliteDatabase::open_file(directory.file("it's a copy.db")));
  CHECK(count_notes(*copy) == 100);
  static constexpr Sql kAttach = {"ATTACH ':memory:' AS other"};
  CHECK_FALSE(execute(*database, kAttach).ok());  // the guard is back
}

TEST_CASE("storage/database: a file that cannot be opened is an error with its path") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("no/such/folder/lab.db");
  const auto opened = SqliteDatabase::open_file(path);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().detail.find(path) != std::string::npos);
}

}  // namespace srl::test
