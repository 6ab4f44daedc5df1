// SPDX-License-Identifier: MIT
// Schemas change only by appending a migration: a numbered list of statements that runs once, in a
// transaction of its own, and is never edited afterwards. The database remembers its number in
// schema_version; a database from a newer build is refused rather than guessed at.
#pragma once

#include <span>

#include "base/result.h"
#include "ports/database.h"

namespace srl {

struct Migration {
  int version;                      // 1, 2, 3 … without gaps
  std::span<const Sql> statements;  // one statement each
};

// Brings the database to the last version in `migrations`. Does nothing when it is there already.
Status migrate(Database& database, std::span<const Migration> migrations);

// The version that the database is at; 0 when it has none yet.
Result<int> schema_version(Database& database);

}  // namespace srl
