// SPDX-License-Identifier: MIT
#include "service/inbox_store.h"

#include "model/task_jobs/task_job.h"
#include "storage/task_columns.h"

namespace srl {
namespace {

// No topic is NULL, which is equal to nothing: such notices replace none.
constexpr Sql kWriteNotice{
    "INSERT INTO inbox (notice_id, account_id, device_id, topic, kind, task_id, due_at, title, "
    "at_ms, times) VALUES ((SELECT CASE WHEN COALESCE(MAX(notice_id), 0) < $9 THEN $9 "
    "ELSE MAX(notice_id) + 1 END FROM inbox), $1, $2, NULLIF($3, ''), $4, $5, $6, $7, $8, 1) "
    "ON CONFLICT (account_id, device_id, topic) DO UPDATE SET title = excluded.title, "
    "at_ms = excluded.at_ms, times = inbox.times + 1"};
// Of a task that is gone all columns are NULL, which reads as 0 and as an empty text.
constexpr Sql kAfter = with_fields<
    "SELECT i.notice_id, COALESCE(i.topic, ''), i.kind, i.task_id, i.due_at, i.title, t.version, "
    "COALESCE(t.deleted, 1), {t.columns} "
    "FROM inbox i LEFT JOIN tasks t ON t.account_id = i.account_id AND t.task_id = i.task_id "
    "WHERE i.account_id = $1 AND i.device_id = $2 AND i.notice_id > $3 "
    "ORDER BY i.notice_id LIMIT $4">();
// Ids follow the clock: a database that has gone back in time gives out none a second time, and a
// device goes on after the last one that it has seen.
constexpr std::int64_t kNoticesPerMs = 1'000;

constexpr Sql kNewest{"SELECT COALESCE(MAX(notice_id), 0) FROM inbox"};
// The newest stays: from its id the next ones go up.
constexpr Sql kDeleteNotices{
    "DELETE FROM inbox WHERE at_ms < $1 AND notice_id < (SELECT MAX(notice_id) FROM inbox)"};

}  // namespace

Status write_notice(Database& database, AccountId account, std::string_view device,
                    const Notice& notice, TimeMs now_ms) {
  return execute(database, kWriteNotice, account, device, notice.topic,
                 static_cast<int>(notice.kind), notice.task, notice.due_at, notice.title, now_ms,
                 now_ms * kNoticesPerMs);
}

Result<std::vector<StoredNotice>> notices_after(Database& database, AccountId account,
                                                std::string_view device, NoticeId after,
                                                std::int64_t limit) {
  std::vector<StoredNotice> notices;
  Query query(database, kAfter, account, device, after, limit);
  while (query.next()) {
    StoredNotice stored;
    stored.id = query.integer(0);
    stored.notice.topic = query.text(1);
    stored.notice.kind = static_cast<JobKind>(query.integer(2));
    stored.notice.task = query.id(3);
    stored.notice.due_at = query.integer(4);
    stored.notice.title = query.text(5);
    stored.notice.version = query.integer(6);
    const bool deleted = query.integer(7) != 0;
    const TaskFields fields = read_fields(query, 8);
    const Notice& notice = stored.notice;
    stored.is_stale =
        deleted || fields.completed || due_of(notice.kind, fields, deleted) != notice.due_at;
    notices.push_back(std::move(stored));
  }
  if (!query.status().ok()) return query.status().error();
  return notices;
}

Result<NoticeId> newest_notice(Database& database) {
  Query query(database, kNewest);
  const NoticeId id = query.next() ? query.integer(0) : 0;
  if (!query.status().ok()) return query.status().error();
  return id;
}

Status delete_notices(Database& database, TimeMs before_ms) {
  return execute(database, kDeleteNotices, before_ms);
}

}  // namespace srl
