// SPDX-License-Identifier: MIT
// Two small schemas for the tests of storage/, and the few statements that the tests share.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/migration.h"
#include "storage/page_database.h"
#include "storage/template_image.h"

namespace srl::test {

inline constexpr Sql kNotesFirst[] = {
    {"CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"},
    {"CREATE INDEX note_body ON note (body)"},
};
inline constexpr Sql kNotesSecond[] = {
    {"CREATE TABLE tag (note INTEGER NOT NULL REFERENCES note (id), name TEXT)"},
};
inline constexpr Migration kNotes[] = {{1, kNotesFirst}, {2, kNotesSecond}};

// As many statements as kNotes, so that only the template's cookie tells them apart; the table
// `note` lies elsewhere in the file and has other columns.
inline constexpr Sql kCountersFirst[] = {
    {"CREATE TABLE counter (name TEXT PRIMARY KEY, total INTEGER NOT NULL) WITHOUT ROWID"},
    {"CREATE TABLE note (total INTEGER NOT NULL, body TEXT NOT NULL)"},
};
inline constexpr Sql kCountersSecond[] = {{"CREATE TABLE other (name TEXT)"}};
inline constexpr Migration kCounters[] = {{1, kCountersFirst}, {2, kCountersSecond}};

inline constexpr Sql kPutNote = {
    "INSERT INTO note (id, body) VALUES ($1, $2) "
    "ON CONFLICT (id) DO UPDATE SET body = excluded.body"};
inline constexpr Sql kGetNote = {"SELECT body FROM note WHERE id = $1"};
inline constexpr Sql kCountNotes = {"SELECT count(*) FROM note"};

inline void expect_ok(const Status& status) {
  if (!status.ok()) FAIL(describe(status.error()));
}

template <class T>
T expect_value(Result<T> result) {
  if (!result.ok()) FAIL(describe(result.error()));
  return std::move(result.value());
}

// An empty, migrated database of notes.
inline const PageImage& notes_template() {
  static const PageImage image = expect_value(build_template_image(kNotes));
  return image;
}

inline std::unique_ptr<PageDatabase> open_notes() {
  return expect_value(PageDatabase::open(notes_template()));
}

inline void put_note(Database& database, int id, const std::string& body) {
  expect_ok(execute(database, kPutNote, id, body));
}

// The body, or "(none)".
inline std::string get_note(Database& database, int id) {
  Query query(database, kGetNote, id);
  std::string body = query.next() ? std::string(query.text(0)) : "(none)";
  expect_ok(query.status());
  return body;
}

inline std::int64_t count_notes(Database& database) {
  Query query(database, kCountNotes);
  const std::int64_t count = query.next() ? query.integer(0) : -1;
  expect_ok(query.status());
  return count;
}

}  // namespace srl::test
