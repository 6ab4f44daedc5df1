// SPDX-License-Identifier: MIT
// A database of every earlier schema opens in today's build with all that it held.
#include "storage/migrations/service_migrations.h"

#include <doctest/doctest.h>

#include "service/effect_store.h"
#include "service/task_store.h"
#include "storage/page_database.h"

namespace srl {
namespace {

// The rows as the first schema holds them. Later schemas keep these columns, or move them.
constexpr Sql kRows[] = {
    {"INSERT INTO accounts VALUES (1, 'epoch', 2, 1, 0)"},
    {"INSERT INTO tasks (account_id, task_id, version, deleted, created_by, title, description, "
     "begins_at, duration_min, priority, tags, completed, completed_at, remind_at) VALUES "
     "(1, '018bcfe5-6800-7007-8000-000000000001', 2, 0, 0, 'Milk', 'two', 5, 30, 3, 'a,b', 0, 0, "
     "9)"},
    {"INSERT INTO ledger (account_id, op_id, fingerprint, intent, status, code, task_id, version) "
     "VALUES (1, '018bcfe5-6800-7007-8000-000000000009', 'f', 0, 0, 0, "
     "'018bcfe5-6800-7007-8000-000000000001', 2)"},
    {"INSERT INTO effects (account_id, seq, task_id, field, old_value, new_value, intent) VALUES "
     "(1, 1, '018bcfe5-6800-7007-8000-000000000001', 'row', '', 'created', 7), "
     "(1, 1, '018bcfe5-6800-7007-8000-000000000001', 'title', '', 'Beer', 7), "
     "(1, 1, '018bcfe5-6800-7007-8000-000000000001', 'tags', '', 'a,b', 7), "
     "(1, 2, '018bcfe5-6800-7007-8000-000000000001', 'row', '', 'updated', 0), "
     "(1, 2, '018bcfe5-6800-7007-8000-000000000001', 'title', 'Beer', 'Milk', 0), "
     "(1, 3, '018bcfe5-6800-7007-8000-000000000002', 'row', '', 'deleted', 8)"},
};
constexpr Sql kLedgerRows{"SELECT COUNT(*) FROM ledger WHERE account_id = 1 AND version = 2"};

std::string all_effects(Database& database) {
  std::string text;
  const std::vector<Effect> effects = read_effects(database, 1).value();
  for (const Effect& effect : effects) {
    text.append(text.empty() ? "" : ", ").append(std::to_string(effect.seq));
    text.append(" ").append(effect.field).append(" '").append(effect.old_value);
    text.append("' '").append(effect.new_value).append("' ").append(std::to_string(effect.intent));
  }
  return text;
}

}  // namespace

TEST_CASE("service/migrations: a database of every earlier schema opens with all that it held") {
  const std::span<const Migration> migrations = service_migrations();
  for (std::size_t from = 1; from <= migrations.size(); ++from) {
    CAPTURE(from);
    Result<std::unique_ptr<PageDatabase>> pages = PageDatabase::open(PageImage());
    REQUIRE(pages.ok());
    Database& database = (*pages)->database();
    REQUIRE(migrate(database, migrations.first(1)).ok());
    for (const Sql row : kRows) REQUIRE(execute(database, row).ok());
    REQUIRE(migrate(database, migrations.first(from)).ok());

    REQUIRE(migrate(database, migrations).ok());
    CHECK(schema_version(database).value() == static_cast<int>(migrations.size()));
    const Account account = read_account(database, 1).value();
    CHECK(account.seq == 2);
    CHECK(account.open_count == 1);
    const std::vector<Task> rows = living_tasks(database, 1, "", 10).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].fields.title == "Milk");
    CHECK(rows[0].fields.tags == std::vector<std::string>{"a", "b"});
    CHECK(rows[0].fields.priority == Priority::urgent);
    CHECK(all_effects(database) ==
          "1 row '' 'created' 7, 1 title '' 'Beer' 7, 1 tags '' 'a,b' 7, "
          "2 row '' 'updated' 0, 2 title 'Beer' 'Milk' 0, "
          "3 row '' 'deleted' 8");
    Query ledger(database, kLedgerRows);
    REQUIRE(ledger.next());
    CHECK(ledger.integer(0) == 1);
  }
}

}  // namespace srl
