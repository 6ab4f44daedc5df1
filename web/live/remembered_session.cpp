// SPDX-License-Identifier: MIT
#include "live/remembered_session.h"

namespace srl::web {
namespace {

// In the device's table of names and values, as the device's own (live_settings.cpp): the account
// as the number, its e-mail address as the text.
constexpr Sql kReadSession{"SELECT name, value FROM meta WHERE account_id = -2"};
constexpr Sql kForget{"DELETE FROM meta WHERE account_id = -2"};
constexpr Sql kRemember{"INSERT INTO meta (account_id, name, value) VALUES (-2, $1, $2)"};

}  // namespace

Session RememberedSession::load() {
  Session session = secrets_.load();
  return session.account != kNobody ? session : remembered();
}

Session RememberedSession::remembered() {
  Session session;
  Query query(database_, kReadSession);
  if (!query.next()) return session;
  session.account = query.integer(0);
  session.email = query.text(1);
  return session;
}

// What the database cannot take is only not remembered: the tokens are where they belong.
void RememberedSession::save(const Session& session) {
  secrets_.save(session);
  const Session before = remembered();
  if (before.account == session.account && before.email == session.email) return;
  const std::string account = std::to_string(session.account);
  (void)execute(database_, kForget).ok();
  (void)execute(database_, kRemember, account, session.email).ok();
}

void RememberedSession::clear() {
  secrets_.clear();
  if (remembered().account != kNobody) (void)execute(database_, kForget).ok();
}

}  // namespace srl::web
