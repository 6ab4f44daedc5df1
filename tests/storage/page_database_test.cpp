// SPDX-License-Identifier: MIT
// One connection, its cache and its prepared statements, while the pages under it are exchanged.
#include "storage/page_database.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/random.h"
#include "storage/test_schema.h"

namespace srl::test {
namespace {

// A database of notes 1 … count with this text, made by a connection of its own.
PageImage image_with(int count, const std::string& body) {
  const auto pages = open_notes();
  Transaction transaction(pages->database());
  for (int id = 1; id <= count; ++id) put_note(pages->database(), id, body);
  expect_ok(transaction.commit());
  return pages->store().live();
}

void expect_notes(PageDatabase& pages, int count, const std::string& body) {
  CHECK(count_notes(pages.database()) == count);
  CHECK(get_note(pages.database(), count) == body);
  CHECK(get_note(pages.database(), count + 1) == "(none)");
  expect_ok(pages.database().check_integrity());
}

}  // namespace

TEST_CASE(
    "storage/page_database: the connection follows its pages to a larger and a smaller file") {
  const PageImage small = image_with(3, "small");
  const PageImage large = image_with(2'000, std::string(500, 'L'));
  const auto pages = open_notes();
  for (int round = 0; round < 3; ++round) {
    expect_ok(pages->restart(large));
    expect_notes(*pages, 2'000, std::string(500, 'L'));
    put_note(pages->database(), 2'000, "changed");
    expect_ok(pages->restart(small));
    expect_notes(*pages, 3, "small");
    put_note(pages->database(), 4, "new");
    CHECK(count_notes(pages->database()) == 4);
    expect_ok(pages->restart(notes_template()));
    CHECK(count_notes(pages->database()) == 0);
    expect_ok(pages->database().check_integrity());
  }
}

TEST_CASE("storage/page_database: other content under the same change counter is seen") {
  // Both images are the template and one commit: SQLite's own test for a changed file says "same".
  const PageImage one = image_with(50, "one");
  const PageImage two = image_with(50, "two");
  REQUIRE(one.page_count() == two.page_count());
  const auto pages = open_notes();
  for (int round = 0; round < 3; ++round) {
    expect_ok(pages->restart(one));
    expect_notes(*pages, 50, "one");
    expect_ok(pages->restart(two));
    expect_notes(*pages, 50, "two");
  }
}

TEST_CASE("storage/page_database: a write after the exchange writes into the new content") {
  const PageImage one = image_with(50, "one");
  const PageImage two = image_with(50, "two");
  const auto pages = open_notes();
  expect_ok(pages->restart(one));
  CHECK(get_note(pages->database(), 7) == "one");
  expect_ok(pages->restart(two));
  put_note(pages->database(), 7, "changed");
  CHECK(get_note(pages->database(), 8) == "two");
  // Read by another connection, straight from the pages.
  const auto other = expect_value(PageDatabase::open(pages->store().live()));
  CHECK(get_note(other->database(), 6) == "two");
  CHECK(get_note(other->database(), 7) == "changed");
  CHECK(count_notes(other->database()) == 50);
  expect_ok(other->database().check_integrity());
}

TEST_CASE("storage/page_database: an open transaction dies with the content it was begun on") {
  const PageImage other = image_with(5, "other");
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  put_note(database, 1, "kept");
  CHECK(pages->store().mark_durable(1));
  {
    Transaction transaction(database);
    put_note(database, 1, "never");
    for (int id = 2; id < 400; ++id) put_note(database, id, "never");
    SUBCASE("killed") {
      expect_ok(pages->kill());
      CHECK(get_note(database, 1) == "kept");
      CHECK(count_notes(database) == 1);
    }
    SUBCASE("replaced") {
      expect_ok(pages->restart(other));
      expect_notes(*pages, 5, "other");
    }
    CHECK_FALSE(transaction.commit().ok());  // and its destructor does no harm
  }
  put_note(database, 1, "after");
  CHECK(get_note(database, 1) == "after");
  expect_ok(database.check_integrity());
}

TEST_CASE("storage/page_database: a half-read query is cut off, not continued on other pages") {
  const auto pages = open_notes();
  expect_ok(pages->restart(image_with(500, "old")));
  static constexpr Sql kAll = {"SELECT id FROM note"};
  {
    Query query(pages->database(), kAll);
    CHECK(query.next());
    expect_ok(pages->restart(image_with(500, "new")));
    CHECK(get_note(pages->database(), 1) == "new");
    CHECK_FALSE(query.next());
    CHECK_FALSE(query.status().ok());
  }
  CHECK(count_notes(pages->database()) == 500);
}

TEST_CASE("storage/page_database: pages exchanged behind the connection's back are an error") {
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  put_note(database, 1, "one");
  Status begun = database.begin();
  expect_ok(begun);
  put_note(database, 2, "two");
  pages->store().revert_to_durable();
  CHECK_FALSE(execute(database, kPutNote, 3, "three").ok());
  CHECK_FALSE(database.commit().ok());
  CHECK(same_content(pages->store().live(), notes_template()));
  expect_ok(database.reset_cache());
  CHECK(count_notes(database) == 0);
}

TEST_CASE("storage/page_database: a checkpoint restores rows, batches and numbers") {
  const auto pages = open_notes();
  SqliteDatabase& database = pages->database();
  put_note(database, 1, "one");
  put_note(database, 2, "two");
  const PageStore::State checkpoint = pages->state();
  CHECK(pages->store().mark_durable(2));
  for (int id = 1; id < 300; ++id) put_note(database, id, "later");
  expect_ok(pages->kill());
  expect_ok(pages->restore(checkpoint));
  CHECK(get_note(database, 1) == "one");
  CHECK(count_notes(database) == 2);
  CHECK(pages->store().durable_batch() == 0);
  CHECK(pages->store().mark_durable(1));
  expect_ok(pages->kill());
  CHECK(get_note(database, 2) == "(none)");
}

TEST_CASE("storage/page_database: a used connection writes the same bytes as a new one") {
  const auto write_notes = [](PageDatabase& pages) {
    for (int id = 1; id <= 200; ++id) put_note(pages.database(), id % 70, std::string(id, 'x'));
    return pages.store().live();
  };
  const auto used = open_notes();
  for (int id = 1; id <= 500; ++id) put_note(used->database(), id, std::string(id, 'y'));
  expect_ok(used->restart(notes_template()));
  CHECK(same_content(write_notes(*used), write_notes(*open_notes())));
}

TEST_CASE("storage/page_database: a connection may change to another schema") {
  static constexpr Sql kPutCounterNote = {"INSERT INTO note (total, body) VALUES (7, $1)"};
  const PageImage counters = expect_value(build_template_image(kCounters));
  PageDatabasePool pool;
  auto pages = expect_value(pool.take(notes_template()));
  put_note(pages->database(), 1, "a note");
  CHECK(count_notes(pages->database()) == 1);
  pool.put_back(std::move(pages));
  for (int round = 0; round < 2; ++round) {
    pages = expect_value(pool.take(counters));
    CHECK(count_notes(pages->database()) == 0);
    expect_ok(execute(pages->database(), kPutCounterNote, "a counter"));
    CHECK(count_notes(pages->database()) == 1);
    CHECK_FALSE(execute(pages->database(), kPutNote, 1, "wrong columns").ok());
    expect_ok(pages->database().check_integrity());
    expect_ok(pages->restart(notes_template()));
    put_note(pages->database(), 1, "a note again");
    expect_ok(pages->database().check_integrity());
    pool.put_back(std::move(pages));
  }
}

TEST_CASE("storage/page_database: worlds in several threads start from one template") {
  const PageImage image = image_with(200, "template");
  std::vector<std::thread> threads;
  std::vector<int> right(4, 0);
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&image, &right, t] {
      PageDatabasePool pool;
      for (int round = 0; round < 20; ++round) {
        auto pages = pool.take(image);
        Database& database = (*pages)->database();
        Status status;
        for (int id = 195; id < 205 && status.ok(); ++id) {
          status = execute(database, kPutNote, id, "mine");
        }
        Query query(database, kCountNotes);
        right[t] += status.ok() && query.next() && query.integer(0) == 204 ? 1 : 0;
        pool.put_back(std::move(pages.value()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : right) CHECK(count == 20);
  const auto pages = open_notes();
  expect_ok(pages->restart(image));
  expect_notes(*pages, 200, "template");
}

TEST_CASE("storage/page_database: any order of commits, kills and rewinds agrees with a model") {
  struct Moment {
    PageStore::State state;
    std::map<int, std::string> live;
    std::map<BatchId, std::map<int, std::string>> batches;
  };
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    CAPTURE(seed);
    RandomStream random{seed, purpose_of("page_database_test"), 0, 0};
    const auto pages = open_notes();
    SqliteDatabase& database = pages->database();
    std::map<int, std::string> live;
    std::map<BatchId, std::map<int, std::string>> batches = {{0, {}}};
    Moment moment = {pages->state(), live, batches};
    for (int step = 0; step < 120; ++step) {
      const std::uint64_t what = random.below(12);
      if (what < 6) {
        Transaction transaction(database);
        std::map<int, std::string> next = live;
        for (std::uint64_t i = random.below(40) + 1; i > 0; --i) {
          const int id = static_cast<int>(random.below(200));
          next[id] = std::string(random.below(400), static_cast<char>('a' + random.below(26)));
          put_note(database, id, next[id]);
        }
        if (what == 0) continue;  // rolled back
        expect_ok(transaction.commit());
        live = next;
        batches[database.last_batch()] = live;
      } else if (what < 9) {
        const BatchId span = database.last_batch() - pages->store().durable_batch();
        pages->store().mark_durable(pages->store().durable_batch() + random.below(span + 1));
      } else if (what == 9) {
        expect_ok(pages->kill());
        live = batches[pages->store().durable_batch()];
      } else if (what == 10) {
        moment = {pages->state(), live, batches};
      } else {
        expect_ok(pages->restore(moment.state));
        live = moment.live;
        batches = moment.batches;
      }
      REQUIRE(count_notes(database) == static_cast<std::int64_t>(live.size()));
      for (const auto& [id, body] : live) REQUIRE(get_note(database, id) == body);
    }
    expect_ok(database.check_integrity());
  }
}

}  // namespace srl::test
