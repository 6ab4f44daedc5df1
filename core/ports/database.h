// SPDX-License-Identifier: MIT
// A relational database as the core sees it: portable SQL with $1, $2 … bound by name, statements
// cached by their text's address, and transactions. SQLite stands behind it today; the
// SQL avoids what only one engine has, so that PostgreSQL can.
//
// A Query is the only way to run a statement. Its error is sticky: run, read, then ask status().
#pragma once

#include <cstdint>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"

namespace srl {

// SQL text with static storage duration: its address is the cache key.
struct Sql {
  const char* text;
};

class Statement {
 public:
  virtual ~Statement() = default;
  virtual void bind_integer(int position, std::int64_t value) = 0;   // position 1 is $1
  virtual void bind_text(int position, std::string_view value) = 0;  // not copied: keep it alive
  virtual void bind_text_copy(int position, std::string_view value) = 0;
  virtual void bind_null(int position) = 0;
  virtual Result<bool> step() = 0;  // true: a row is there
  virtual void reset() = 0;
  virtual std::int64_t rows_changed() const = 0;  // by the run that has just ended
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // valid until the next step or reset
  virtual bool is_null(int column) const = 0;
};

// The number of a batch of pages that was handed to the disk. It becomes durable later.
using BatchId = std::uint64_t;

class Database {
 public:
  virtual ~Database() = default;

  virtual Result<Statement*> prepare(Sql sql) = 0;

  virtual Status begin() = 0;
  // An error: nothing of the transaction has happened, unless it is commit_in_doubt: then nobody
  // knows, and it must not be done again by who cannot recognise that it has been done.
  virtual Status commit() = 0;
  virtual void rollback() = 0;

  // The batch that holds the last commit, 0 when commits are durable on return.
  virtual BatchId last_batch() const = 0;
};

class Query {
 public:
  template <class... Args>
  Query(Database& database, Sql sql, const Args&... args) {
    Result<Statement*> prepared = database.prepare(sql);
    if (!prepared.ok()) {
      status_ = prepared.error();
      return;
    }
    statement_ = prepared.value();
    (bind_next(args), ...);
  }
  ~Query() {
    if (statement_ != nullptr) statement_->reset();
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Binds the parameter after those that are bound.
  template <class Value>
  void bind_next(const Value& value) {
    if (statement_ != nullptr) bind(++bound_, value);
  }
  // The same of a text that ends before the statement has run.
  void bind_next_copy(std::string_view value) {
    if (statement_ != nullptr) statement_->bind_text_copy(++bound_, value);
  }

  // Moves to the next row; false at the end and on an error.
  bool next() {
    if (!status_.ok()) return false;
    Result<bool> row = statement_->step();
    if (row.ok()) return row.value();
    status_ = row.error();
    return false;
  }

  std::int64_t integer(int column) const { return statement_->integer(column); }
  std::string_view text(int column) const { return statement_->text(column); }
  bool is_null(int column) const { return statement_->is_null(column); }

  // Reads an id; marks the query as failed when the column holds none.
  Uuid id(int column) {
    Result<Uuid> parsed = parse_uuid(statement_->text(column));
    if (parsed.ok()) return parsed.value();
    status_ = make_error(ErrorCode::storage_corrupt, "a stored id is not a UUID");
    return {};
  }

  // Runs a statement for its effect.
  Status run() {
    while (next()) {
    }
    return status_;
  }

  // The same; how many rows it has inserted, changed or deleted.
  Result<std::int64_t> run_to_end() {
    SRL_TRY(run());
    return statement_->rows_changed();
  }

  const Status& status() const { return status_; }

 private:
  void bind(int position, std::int64_t value) { statement_->bind_integer(position, value); }
  void bind(int position, std::uint32_t value) { statement_->bind_integer(position, value); }
  void bind(int position, int value) { statement_->bind_integer(position, value); }
  void bind(int position, bool value) { statement_->bind_integer(position, value ? 1 : 0); }
  void bind(int position, std::string_view value) { statement_->bind_text(position, value); }
  void bind(int position, const std::string& value) { statement_->bind_text(position, value); }
  void bind(int position, const char* value) { statement_->bind_text(position, value); }
  void bind(int position, const Uuid& value) {
    const UuidText text = text_of(value);
    statement_->bind_text_copy(position, {text.data(), text.size()});
  }
  void bind(int position, std::nullptr_t) { statement_->bind_null(position); }

  Statement* statement_ = nullptr;
  int bound_ = 0;
  Status status_;
};

// Runs a statement for its effect.
template <class... Args>
Status execute(Database& database, Sql sql, const Args&... args) {
  return Query(database, sql, args...).run();
}

// Begin on construction; rolled back on destruction unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database), status_(database.begin()) {}
  ~Transaction() {
    if (open_ && status_.ok()) database_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Database& database() { return database_; }
  const Status& status() const { return status_; }

  Status commit() {
    if (!status_.ok()) return status_;
    Status committed = database_.commit();
    open_ = !committed.ok();
    return committed;
  }

 private:
  Database& database_;
  Status status_;
  bool open_ = true;
};

}  // namespace srl
