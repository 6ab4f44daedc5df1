// SPDX-License-Identifier: MIT
#include "service/session_store.h"

namespace srl {
namespace {

#define SRL_SESSION_COLUMNS                                                 \
  "s.session_id, s.account_id, s.device_id, s.created_at, s.refreshed_at, " \
  "s.refresh_number, s.access_number, s.access_floor, COALESCE(u.email, '')"
#define SRL_SESSIONS_AND_USERS "sessions s LEFT JOIN users u ON u.account_id = s.account_id "

constexpr Sql kInsertSession{
    "INSERT INTO sessions (session_id, account_id, device_id, created_at, refreshed_at, "
    "refresh_number, access_number, access_floor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kReadSession{"SELECT " SRL_SESSION_COLUMNS " FROM " SRL_SESSIONS_AND_USERS
                           "WHERE s.session_id = $1"};
constexpr Sql kUpdateSession{
    "UPDATE sessions SET refreshed_at = $2, refresh_number = $3, access_number = $4, "
    "access_floor = $5 WHERE session_id = $1"};
constexpr Sql kSessionsOf{"SELECT " SRL_SESSION_COLUMNS " FROM " SRL_SESSIONS_AND_USERS
                          "WHERE s.account_id = $1 AND s.refreshed_at >= $2 AND s.created_at >= $3 "
                          "ORDER BY s.refreshed_at DESC, s.session_id DESC"};
constexpr Sql kDeleteSession{
    "DELETE FROM sessions WHERE account_id = $1 AND session_id = $2 RETURNING session_id"};
constexpr Sql kDeleteOfDevice{
    "DELETE FROM sessions WHERE $1 = '' OR device_id = $1 RETURNING session_id"};
constexpr Sql kDeleteBeyond{
    "DELETE FROM sessions WHERE session_id IN (SELECT session_id FROM sessions "
    "WHERE account_id = $1 ORDER BY refreshed_at DESC, session_id DESC LIMIT $3 OFFSET $2) "
    "RETURNING session_id"};
constexpr Sql kDeleteOver{
    "DELETE FROM sessions WHERE session_id IN (SELECT session_id FROM sessions "
    "WHERE refreshed_at < $1 OR created_at < $2 ORDER BY session_id LIMIT $3) RETURNING "
    "session_id"};
constexpr Sql kExpireAccess{
    "UPDATE sessions SET access_floor = access_number + 1 WHERE $1 = '' OR device_id = $1"};

constexpr Sql kReadCode{
    "SELECT mac, made_at, expires_at, tries FROM sign_in_codes WHERE email = $1"};
constexpr Sql kWriteSignInCode{
    "INSERT INTO sign_in_codes (email, mac, made_at, expires_at, tries) "
    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO UPDATE SET mac = excluded.mac, "
    "made_at = excluded.made_at, expires_at = excluded.expires_at, tries = excluded.tries"};
constexpr Sql kDeleteExpiredCodes{"DELETE FROM sign_in_codes WHERE expires_at <= $1"};

// In one transaction. One account has no more than its cap of sessions.
constexpr std::int64_t kCutOffMax = 1'000;

StoredSession session_from(Query& query) {
  StoredSession session;
  session.id = query.id(0);
  session.account = query.integer(1);
  session.device_id = query.text(2);
  session.created_at = query.integer(3);
  session.refreshed_at = query.integer(4);
  session.refresh_number = query.integer(5);
  session.access_number = query.integer(6);
  session.access_floor = query.integer(7);
  session.email = query.text(8);
  return session;
}

Result<int> count_rows(Query& query) {
  int count = 0;
  while (query.next()) ++count;
  if (!query.status().ok()) return query.status().error();
  return count;
}

}  // namespace

Status insert_session(Database& database, const StoredSession& session) {
  return execute(database, kInsertSession, session.id, session.account, session.device_id,
                 session.created_at, session.refreshed_at, session.refresh_number,
                 session.access_number, session.access_floor);
}

Result<std::optional<StoredSession>> read_session(Database& database, const SessionId& id) {
  Query query(database, kReadSession, id);
  std::optional<StoredSession> session;
  if (query.next()) session = session_from(query);
  if (!query.status().ok()) return query.status().error();
  return session;
}

Status update_session(Database& database, const StoredSession& session) {
  return execute(database, kUpdateSession, session.id, session.refreshed_at, session.refresh_number,
                 session.access_number, session.access_floor);
}

Result<int> delete_session(Database& database, AccountId account, const SessionId& id) {
  Query query(database, kDeleteSession, account, id);
  return count_rows(query);
}

Result<int> delete_sessions_of_device(Database& database, std::string_view device_id) {
  Query query(database, kDeleteOfDevice, device_id);
  return count_rows(query);
}

Result<int> delete_sessions_beyond(Database& database, AccountId account, std::int64_t count) {
  Query query(database, kDeleteBeyond, account, count, kCutOffMax);
  return count_rows(query);
}

Result<int> delete_sessions_that_are_over(Database& database, TimeMs now_ms) {
  Query query(database, kDeleteOver, now_ms - kRefreshIdleMax, now_ms - kSessionAgeMax, kCutOffMax);
  return count_rows(query);
}

Result<std::vector<StoredSession>> sessions_of(Database& database, AccountId account,
                                               TimeMs now_ms) {
  Query query(database, kSessionsOf, account, now_ms - kRefreshIdleMax, now_ms - kSessionAgeMax);
  std::vector<StoredSession> sessions;
  while (query.next()) sessions.push_back(session_from(query));
  if (!query.status().ok()) return query.status().error();
  return sessions;
}

Status expire_access_tokens(Database& database, std::string_view device_id) {
  return execute(database, kExpireAccess, device_id);
}

Result<std::optional<PendingCode>> read_code(Database& database, std::string_view email) {
  Query query(database, kReadCode, email);
  std::optional<PendingCode> code;
  if (query.next()) {
    code = PendingCode{std::string(query.text(0)), query.integer(1), query.integer(2),
                       query.integer(3)};
  }
  if (!query.status().ok()) return query.status().error();
  return code;
}

Status write_code(Database& database, std::string_view email, const PendingCode& code) {
  return execute(database, kWriteSignInCode, email, code.mac, code.made_at, code.expires_at,
                 code.tries);
}

Status delete_expired_codes(Database& database, TimeMs now_ms) {
  return execute(database, kDeleteExpiredCodes, now_ms);
}

}  // namespace srl
