// SPDX-License-Identifier: MIT
#include "storage/sqlite_guard.h"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace srl {
namespace {

constexpr const char* kRefusedFunctions[] = {
    "random",        "randomblob",        "date",     "time",          "datetime",
    "julianday",     "unixepoch",         "strftime", "timediff",      "current_date",
    "current_time",  "current_timestamp", "changes",  "total_changes", "last_insert_rowid",
    "load_extension"};

bool is_refused(std::string_view function) {
  return std::find(std::begin(kRefusedFunctions), std::end(kRefusedFunctions), function) !=
         std::end(kRefusedFunctions);
}

int authorize(void*, int action, const char*, const char* name, const char*, const char*) {
  switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH: return SQLITE_DENY;
    case SQLITE_FUNCTION: return is_refused(name) ? SQLITE_DENY : SQLITE_OK;
    default: return SQLITE_OK;
  }
}

void fail(sqlite3_context* context, int, sqlite3_value**) {
  sqlite3_result_error(context, "a function that makes two equal runs differ", -1);
}

}  // namespace

// The default of a column may name a function that the authorizer is never asked about: so the
// functions themselves are replaced too.
void install_guard(sqlite3* connection) {
  for (const char* name : kRefusedFunctions) {
    sqlite3_create_function_v2(connection, name, -1, SQLITE_UTF8, nullptr, fail, nullptr, nullptr,
                               nullptr);
  }
  restore_guard(connection);
}

void lift_guard(sqlite3* connection) { sqlite3_set_authorizer(connection, nullptr, nullptr); }

void restore_guard(sqlite3* connection) { sqlite3_set_authorizer(connection, authorize, nullptr); }

}  // namespace srl
