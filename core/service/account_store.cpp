// SPDX-License-Identifier: MIT
#include "service/account_store.h"

#include <algorithm>
#include <vector>

#include "service/session_store.h"
#include "service/task_store.h"

namespace srl {
namespace {

constexpr Sql kFindUser{"SELECT account_id FROM users WHERE email = $1"};
constexpr Sql kInsertUser{"INSERT INTO users (account_id, email) VALUES ($1, $2)"};
constexpr Sql kFindAccount{"SELECT account_id FROM accounts WHERE account_id = $1"};

constexpr Sql kInsertGuest{
    "INSERT INTO guests (account_id, used_at, effects_looked_at) "
    "SELECT $1, $2, COALESCE(MAX(effect_id), 0) FROM effects"};
constexpr Sql kFindGuest{"SELECT account_id FROM guests WHERE account_id = $1"};
constexpr Sql kUseGuest{"UPDATE guests SET used_at = $2 WHERE account_id = $1"};
constexpr Sql kIdleGuests{
    "SELECT account_id, effects_looked_at FROM guests WHERE used_at < $1 "
    "ORDER BY used_at, account_id LIMIT $2"};
constexpr Sql kDeleteGuest{"DELETE FROM guests WHERE account_id = $1"};

constexpr Sql kDeleteCodesOf{"DELETE FROM join_codes WHERE account_id = $1 OR expires_at <= $2"};
constexpr Sql kWriteJoinCode{
    "INSERT INTO join_codes (mac, account_id, expires_at) VALUES ($1, $2, $3)"};
constexpr Sql kTakeCode{
    "DELETE FROM join_codes WHERE mac = $1 AND expires_at > $2 RETURNING account_id"};

constexpr Sql kDeleteAccountDeliveries{
    "DELETE FROM deliveries WHERE job_id IN "
    "(SELECT job_id FROM jobs WHERE account_id = $1 ORDER BY job_id LIMIT $2)"};
// The rest of what an account has, table by table, by key.
constexpr Sql kDeleteRows[] = {
    {"DELETE FROM jobs WHERE job_id IN "
     "(SELECT job_id FROM jobs WHERE account_id = $1 ORDER BY job_id LIMIT $2)"},
    {"DELETE FROM inbox WHERE notice_id IN "
     "(SELECT notice_id FROM inbox WHERE account_id = $1 ORDER BY notice_id LIMIT $2)"},
    {"DELETE FROM conflicts WHERE account_id = $1 AND conflict_id IN (SELECT conflict_id "
     "FROM conflicts WHERE account_id = $1 ORDER BY conflict_id LIMIT $2)"},
    {"DELETE FROM ledger WHERE account_id = $1 AND op_id IN "
     "(SELECT op_id FROM ledger WHERE account_id = $1 ORDER BY op_id LIMIT $2)"},
    {"DELETE FROM tasks WHERE account_id = $1 AND task_id IN "
     "(SELECT task_id FROM tasks WHERE account_id = $1 ORDER BY task_id LIMIT $2)"},
    {"DELETE FROM subscriptions WHERE account_id = $1 AND device_id IN "
     "(SELECT device_id FROM subscriptions WHERE account_id = $1 ORDER BY device_id LIMIT $2)"},
};
// Effects have no index by account: it would cost every push. So they are gone through, from where
// they were when the guest came.
constexpr Sql kDeleteEffects{
    "DELETE FROM effects WHERE effect_id > $2 AND effect_id <= $3 AND account_id = $1"};
constexpr Sql kNewestEffect{"SELECT COALESCE(MAX(effect_id), 0) FROM effects"};
constexpr Sql kNoteLookedAt{"UPDATE guests SET effects_looked_at = $2 WHERE account_id = $1"};
constexpr Sql kDeleteAccount{"DELETE FROM accounts WHERE account_id = $1"};

Result<std::optional<AccountId>> read_id(Query& query) {
  std::optional<AccountId> id;
  while (query.next()) id = query.integer(0);
  if (!query.status().ok()) return query.status().error();
  return id;
}

constexpr std::size_t kIdBytes = 8;
constexpr std::uint64_t kIdEnd = std::uint64_t{1} << 53;  // JSON's numbers hold it everywhere

// An id for a new account: of the key's MAC over `name`, so that who has the name has the id, in a
// database that was restored or made afresh as well, and no id goes to another person. An empty
// name (a guest's): it is drawn.
Result<AccountId> new_account_id(Database& database, Crypto& crypto, std::string_view name) {
  for (int attempt = 0;; ++attempt) {
    std::string text = "account\n";
    text.append(std::to_string(attempt)).append("\n").append(name);
    const std::string bytes = name.empty() ? crypto.random(kIdBytes) : crypto.mac(text);
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < kIdBytes; ++i) {
      word = (word << 8) | static_cast<unsigned char>(bytes[i]);
    }
    const auto id = static_cast<AccountId>(word % kIdEnd);
    if (id <= kFirstAccount) continue;
    Query query(database, kFindAccount, id);
    const Result<std::optional<AccountId>> taken = read_id(query);
    if (!taken.ok()) return taken.error();
    if (!taken->has_value()) return id;
  }
}

Result<AccountId> create_account_named(Database& database, const ServiceContext& context,
                                       std::string_view name) {
  const Result<AccountId> id = new_account_id(database, context.crypto, name);
  if (!id.ok()) return id;
  SRL_TRY(create_account(database, *id));
  return id;
}

}  // namespace

Result<AccountId> account_of(Database& database, const ServiceContext& context,
                             std::string_view email) {
  Query query(database, kFindUser, email);
  const Result<std::optional<AccountId>> known = read_id(query);
  if (!known.ok()) return known.error();
  if (known->has_value()) return **known;
  const Result<AccountId> account = create_account_named(database, context, email);
  if (!account.ok()) return account;
  SRL_TRY(insert_user(database, *account, email));
  return account;
}

Status insert_user(Database& database, AccountId account, std::string_view email) {
  return execute(database, kInsertUser, account, email);
}

Result<AccountId> create_guest(Database& database, const ServiceContext& context) {
  const Result<AccountId> account = create_account_named(database, context, "");
  if (!account.ok()) return account;
  SRL_TRY(execute(database, kInsertGuest, *account, context.now_ms));
  return account;
}

Result<bool> is_guest(Database& database, AccountId account) {
  Query query(database, kFindGuest, account);
  const Result<std::optional<AccountId>> found = read_id(query);
  if (!found.ok()) return found.error();
  return found->has_value();
}

Status note_guest_used(Database& database, AccountId account, TimeMs now_ms) {
  return execute(database, kUseGuest, account, now_ms);
}

Status write_join_code(Database& database, AccountId account, std::string_view mac,
                       TimeMs expires_at) {
  SRL_TRY(execute(database, kDeleteCodesOf, account, TimeMs{0}));
  return execute(database, kWriteJoinCode, mac, account, expires_at);
}

Result<std::optional<AccountId>> take_join_code(Database& database, std::string_view mac,
                                                TimeMs now_ms) {
  Query query(database, kTakeCode, mac, now_ms);
  return read_id(query);
}

namespace {

struct IdleGuest {
  AccountId account = kNobody;
  std::int64_t effects_looked_at = 0;
};

Result<std::vector<IdleGuest>> idle_guests(Database& database, TimeMs used_before_ms) {
  std::vector<IdleGuest> guests;
  Query query(database, kIdleGuests, used_before_ms, kGuestsDeletedAtOnceMax);
  while (query.next()) guests.push_back({query.integer(0), query.integer(1)});
  if (!query.status().ok()) return query.status().error();
  return guests;
}

// True when there is nothing left.
Result<bool> delete_rows(Database& database, AccountId account) {
  SRL_TRY(execute(database, kDeleteAccountDeliveries, account, kRowsDeletedMax));
  bool is_empty = true;
  for (const Sql rows : kDeleteRows) {
    Query query(database, rows, account, kRowsDeletedMax);
    const Result<std::int64_t> deleted = query.run_to_end();
    if (!deleted.ok()) return deleted.error();
    is_empty = is_empty && *deleted < kRowsDeletedMax;
  }
  return is_empty;
}

Result<bool> delete_effects(Database& database, const IdleGuest& guest) {
  std::int64_t newest = 0;
  {
    Query query(database, kNewestEffect);
    if (query.next()) newest = query.integer(0);
    if (!query.status().ok()) return query.status().error();
  }
  const std::int64_t up_to = std::min(newest, guest.effects_looked_at + kEffectsLookedAtMax);
  SRL_TRY(execute(database, kDeleteEffects, guest.account, guest.effects_looked_at, up_to));
  SRL_TRY(execute(database, kNoteLookedAt, guest.account, up_to));
  return up_to == newest;
}

Status delete_guest(Database& database, const IdleGuest& guest, Outcome& outcome) {
  const Result<int> ended = delete_sessions_beyond(database, guest.account, 0);
  if (!ended.ok()) return ended.error();
  outcome.move(Metric::auth_sessions, -*ended);
  const Result<bool> has_no_rows = delete_rows(database, guest.account);
  if (!has_no_rows.ok()) return has_no_rows.error();
  const Result<bool> has_no_effects = delete_effects(database, guest);
  if (!has_no_effects.ok()) return has_no_effects.error();
  if (!*has_no_rows || !*has_no_effects) return {};  // the next time goes on
  const Result<Account> account = read_account(database, guest.account);
  if (!account.ok()) return account.error();
  outcome.move(Metric::open_tasks, -account->open_count);
  outcome.move(Metric::conflicts_open, -account->conflicts_open);
  SRL_TRY(execute(database, kDeleteGuest, guest.account));
  return execute(database, kDeleteAccount, guest.account);
}

}  // namespace

Status delete_idle_guests(Database& database, TimeMs now_ms, Outcome& outcome) {
  SRL_TRY(execute(database, kDeleteCodesOf, kNobody, now_ms));
  const Result<std::vector<IdleGuest>> guests = idle_guests(database, now_ms - kGuestIdleMax);
  if (!guests.ok()) return guests.error();
  for (const IdleGuest& guest : *guests) SRL_TRY(delete_guest(database, guest, outcome));
  return {};
}

}  // namespace srl
