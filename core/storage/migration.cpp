// SPDX-License-Identifier: MIT
#include "storage/migration.h"

#include <string>

namespace srl {
namespace {

constexpr Sql kCreateTable = {
    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"};
constexpr Sql kSelect = {"SELECT version FROM schema_version"};
constexpr Sql kDelete = {"DELETE FROM schema_version"};
constexpr Sql kInsert = {"INSERT INTO schema_version (version) VALUES ($1)"};

Status refuse(int version, const std::string& why) {
  return make_error(ErrorCode::storage_failed,
                    "schema version " + std::to_string(version) + ": " + why);
}

Status check_numbers(std::span<const Migration> migrations) {
  int expected = 0;
  for (const Migration& migration : migrations) {
    if (migration.version != ++expected) {
      return refuse(migration.version, "migrations must be numbered 1, 2, 3 … in order");
    }
  }
  return {};
}

Status apply(Database& database, const Migration& migration) {
  for (const Sql sql : migration.statements) SRL_TRY(execute(database, sql));
  SRL_TRY(execute(database, kDelete));
  return execute(database, kInsert, migration.version);
}

}  // namespace

Result<int> schema_version(Database& database) {
  SRL_TRY(execute(database, kCreateTable));
  Query query(database, kSelect);
  const int version = query.next() ? static_cast<int>(query.integer(0)) : 0;
  SRL_TRY(query.status());
  return version;
}

Status migrate(Database& database, std::span<const Migration> migrations) {
  SRL_TRY(check_numbers(migrations));
  const int newest = static_cast<int>(migrations.size());
  while (true) {
    // The version is read inside the transaction: another process may be migrating too.
    Transaction transaction(database);
    SRL_TRY(transaction.status());
    Result<int> version = schema_version(database);
    if (!version.ok()) return version.error();
    if (version.value() > newest) {
      return refuse(version.value(),
                    "this database was written by a newer build, which knows it; "
                    "this one ends at " +
                        std::to_string(newest));
    }
    if (version.value() < newest) {
      SRL_TRY(apply(database, migrations[static_cast<std::size_t>(version.value())]));
    }
    SRL_TRY(transaction.commit());
    if (version.value() + 1 >= newest) return {};
  }
}

}  // namespace srl
