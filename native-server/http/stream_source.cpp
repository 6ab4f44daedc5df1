// SPDX-License-Identifier: MIT
#include "http/stream_source.h"

#include "base/http_status.h"
#include "service/auth.h"
#include "service/task_store.h"

namespace srl {
namespace {

Result<StreamNews> read_news(Database& database, const StreamPlace& place, TimeMs now_ms) {
  StreamNews news;
  const Result<std::optional<StoredSession>> session = read_session(database, place.session);
  if (!session.ok()) return session.error();
  news.has_session = session->has_value() && !(*session)->is_over(now_ms);
  if (!news.has_session) return news;
  const Result<Account> account = read_account(database, place.account);
  if (!account.ok()) return account.error();
  news.seq = account->seq;
  Result<std::vector<StoredNotice>> notices =
      notices_after(database, place.account, place.device, place.notice, kNoticesAtOnceMax);
  if (!notices.ok()) return notices.error();
  news.notices = std::move(*notices);
  return news;
}

}  // namespace

Response StreamSource::open(const std::string& access_token, StreamPlace& place) {
  return service_.read([&](Transaction& transaction) -> Result<Outcome> {
    Outcome outcome;
    ServiceContext context = service_.context();
    const Result<bool> known = authenticate(transaction.database(), access_token, context, outcome);
    if (!known.ok()) return known.error();
    if (!*known) return outcome;
    const Result<std::optional<StoredSession>> session =
        read_session(transaction.database(), context.session);
    if (!session.ok()) return session.error();
    const Result<NoticeId> newest = newest_notice(transaction.database());
    if (!newest.ok()) return newest.error();
    if (place.notice > *newest) place.notice = 0;
    place.account = context.account;
    place.session = context.session;
    if (session->has_value()) place.device = (*session)->device_id;
    outcome.response = {http::kOk, DoneResponse{}};
    return outcome;
  });
}

std::optional<std::vector<StreamNews>> StreamSource::news(const std::vector<StreamPlace>& places) {
  std::vector<StreamNews> all;
  const Response read = service_.read([&](Transaction& transaction) -> Result<Outcome> {
    all.clear();
    for (const StreamPlace& place : places) {
      Result<StreamNews> news = read_news(transaction.database(), place, service_.clock().now_ms());
      if (!news.ok()) return news.error();
      all.push_back(std::move(*news));
    }
    return Outcome();
  });
  if (read.status != http::kOk) return std::nullopt;
  return all;
}

}  // namespace srl
