// SPDX-License-Identifier: MIT
#include "live/live_settings.h"

namespace srl::web {
namespace {

// In the device's table of names and values (storage/migrations/device_migrations.h), beside the
// core's own, as the device's: another user may sign in there, the choice stays.
constexpr Sql kRead{"SELECT value FROM meta WHERE account_id = -1 AND name = $1"};
constexpr Sql kWrite{
    "INSERT INTO meta (account_id, name, value) VALUES (-1, $1, $2) "
    "ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value"};
constexpr const char* kOfflineMode = "live_offline_mode";
constexpr const char* kLastNotice = "live_last_notice";
constexpr const char* kOn = "1";
constexpr const char* kOff = "0";

}  // namespace

Result<bool> load_wants_online(Database& database) {
  Query query(database, kRead, kOfflineMode);
  const bool is_offline = query.next() && query.text(0) == kOn;
  if (!query.status().ok()) return query.status().error();
  return !is_offline;
}

Status save_wants_online(Database& database, bool wants_online) {
  return execute(database, kWrite, kOfflineMode, wants_online ? kOff : kOn);
}

Result<std::string> load_last_notice(Database& database) {
  Query query(database, kRead, kLastNotice);
  std::string id;
  if (query.next()) id = query.text(0);
  if (!query.status().ok()) return query.status().error();
  return id;
}

Status save_last_notice(Database& database, const std::string& id) {
  return execute(database, kWrite, kLastNotice, id);
}

}  // namespace srl::web
