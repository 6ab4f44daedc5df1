// SPDX-License-Identifier: MIT
#include "storage/sqlite_statement.h"

#include <cstring>
#include <string>

#include "storage/sqlite_database.h"

namespace srl {

SqliteStatement::SqliteStatement(SqliteDatabase& database, sqlite3_stmt* handle, const char* sql)
    : database_(database), handle_(handle), sql_(sql) {}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(handle_); }

Status SqliteStatement::map_parameters() {
  const int count = sqlite3_bind_parameter_count(handle_);
  if (count > kParametersMax) {
    return make_error(ErrorCode::storage_failed, std::string("too many parameters: ") + sql_);
  }
  for (int position = 1; position <= count; ++position) {
    const std::string name = "$" + std::to_string(position);
    const int parameter = sqlite3_bind_parameter_index(handle_, name.c_str());
    if (parameter == 0) {
      return make_error(ErrorCode::storage_failed,
                        "parameters must be $1, $2 … without gaps: " + std::string(sql_));
    }
    parameter_of_[static_cast<std::size_t>(position)] = static_cast<std::uint8_t>(parameter);
    all_bound_ |= std::uint64_t{1} << (parameter - 1);
  }
  return {};
}

// SQLite's number for a position; 0 makes the bind fail with SQLITE_RANGE.
int SqliteStatement::parameter(int position) {
  if (position < 1 || position > kParametersMax) return 0;
  const int parameter = parameter_of_[static_cast<std::size_t>(position)];
  if (parameter != 0) bound_ |= std::uint64_t{1} << (parameter - 1);
  return parameter;
}

void SqliteStatement::note(int code) {
  if (bind_code_ == SQLITE_OK) bind_code_ = code;
}

void SqliteStatement::bind_integer(int position, std::int64_t value) {
  note(sqlite3_bind_int64(handle_, parameter(position), value));
}

void SqliteStatement::bind_text(int position, std::string_view value) {
  const char* data = value.data() != nullptr ? value.data() : "";  // null would bind NULL
  note(sqlite3_bind_text64(handle_, parameter(position), data, value.size(), SQLITE_STATIC,
                           SQLITE_UTF8));
}

void SqliteStatement::bind_text_copy(int position, std::string_view value) {
  const int index = parameter(position);
  if (index == 0 || value.size() > kShortCopyBytes) {
    note(sqlite3_bind_text64(handle_, index, value.data(), value.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8));
    return;
  }
  if (copies_ == nullptr) {
    const auto count = static_cast<std::size_t>(sqlite3_bind_parameter_count(handle_));
    copies_ = std::make_unique<char[]>(count * kShortCopyBytes);
  }
  char* copy = &copies_[static_cast<std::size_t>(index - 1) * kShortCopyBytes];
  if (!value.empty()) std::memcpy(copy, value.data(), value.size());
  note(sqlite3_bind_text64(handle_, index, copy, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void SqliteStatement::bind_null(int position) {
  note(sqlite3_bind_null(handle_, parameter(position)));
}

Result<bool> SqliteStatement::step() {
  if (!running_) SRL_TRY(begin_run());
  if (done_) return false;  // SQLite would run the statement again
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  done_ = true;
  if (code == SQLITE_DONE) return false;
  return database_.failure(sql_);
}

Status SqliteStatement::begin_run() {
  if (!in_use_) {
    return make_error(ErrorCode::storage_failed,
                      std::string("used after its reset: prepare it again: ") + sql_);
  }
  if (bind_code_ != SQLITE_OK || bound_ != all_bound_) {
    return make_error(ErrorCode::storage_failed,
                      std::string("the values do not match the parameters: ") + sql_);
  }
  SRL_TRY(database_.usable());
  running_ = true;
  ++database_.statements_run_;
  return {};
}

void SqliteStatement::reset() {
  if (running_) sqlite3_reset(handle_);  // repeats the error of step(), which was told already
  bound_ = 0;
  bind_code_ = SQLITE_OK;
  in_use_ = false;
  running_ = false;
  done_ = false;
}

std::int64_t SqliteStatement::rows_changed() const {
  return sqlite3_changes64(sqlite3_db_handle(handle_));
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string_view SqliteStatement::text(int column) const {
  const unsigned char* data = sqlite3_column_text(handle_, column);  // before its length
  if (data == nullptr) return {};
  return {reinterpret_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

bool SqliteStatement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace srl
