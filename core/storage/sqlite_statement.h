// SPDX-License-Identifier: MIT
// One prepared statement of a SqliteDatabase. Internal to storage/.
//
// In SQLite `$1` is a name like any other, numbered by first appearance; parameter_of_ maps our
// positions to those numbers. Every parameter must be bound again for each run: text is bound by
// address, and an address from the last run is dangling.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "ports/database.h"

namespace srl {

class SqliteDatabase;

class SqliteStatement final : public Statement {
 public:
  static constexpr int kParametersMax = 64;  // the bits of bound_

  // Takes ownership of `handle`, which was prepared from `sql`.
  SqliteStatement(SqliteDatabase& database, sqlite3_stmt* handle, const char* sql);
  ~SqliteStatement() override;
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  // Fails unless the parameters are exactly $1 … $n.
  Status map_parameters();

  void bind_integer(int position, std::int64_t value) override;
  void bind_text(int position, std::string_view value) override;
  void bind_text_copy(int position, std::string_view value) override;
  void bind_null(int position) override;
  Result<bool> step() override;
  void reset() override;
  std::int64_t rows_changed() const override;
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  bool is_null(int column) const override;

  // From prepare() to reset(). A statement that is asked for while it is in use (a query inside a
  // query of the same text) gets a twin.
  bool in_use() const { return in_use_; }
  void set_in_use() { in_use_ = true; }
  sqlite3_stmt* handle() const { return handle_; }

  std::unique_ptr<SqliteStatement> twin;

 private:
  // Short copies (ids) live here instead of in an allocation each.
  static constexpr std::size_t kShortCopyBytes = 40;

  int parameter(int position);
  void note(int code);
  Status begin_run();

  SqliteDatabase& database_;
  sqlite3_stmt* handle_;
  const char* sql_;
  std::uint64_t all_bound_ = 0;
  std::uint64_t bound_ = 0;  // bit n: parameter n + 1 of SQLite
  int bind_code_ = SQLITE_OK;
  bool in_use_ = false;
  bool running_ = false;  // stepped since the last reset
  bool done_ = false;
  std::array<std::uint8_t, kParametersMax + 1> parameter_of_ = {};  // by position; 0: none
  std::unique_ptr<char[]> copies_;
};

}  // namespace srl
