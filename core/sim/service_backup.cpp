// SPDX-License-Identifier: MIT
// The machine's database under another one's feet: a backup that is put in place, an empty
// database.
#include <algorithm>

#include "service/conflict_store.h"
#include "service/effect_store.h"
#include "sim/service_host.h"

namespace srl {
namespace {

constexpr DurationMs kRestoreTakesMs = 2 * kSecondMs;

constexpr Sql kSessions{"SELECT session_id FROM sessions ORDER BY session_id"};
constexpr Sql kAccounts{"SELECT account_id, seq, open_count FROM accounts ORDER BY account_id"};
constexpr Sql kInConflict{"SELECT intent FROM ledger WHERE account_id = $1 AND status = $2"};
constexpr std::pair<Metric, Sql> kGauges[] = {
    {Metric::auth_sessions, {"SELECT COUNT(*) FROM sessions"}},
    {Metric::open_tasks, {"SELECT COALESCE(SUM(open_count), 0) FROM accounts"}},
    {Metric::conflicts_open, {"SELECT COALESCE(SUM(conflicts_open), 0) FROM accounts"}},
};

Status read_conflicts(Database& database, ServiceRecord& record) {
  Query answered(database, kInConflict, record.account, static_cast<int>(OpStatus::conflict));
  while (answered.next()) {
    record.in_conflict.insert(static_cast<Intent>(answered.integer(0)));
  }
  SRL_TRY(answered.status());
  for (std::int64_t after = 0;;) {
    const Result<RowPage<Conflict>> kept =
        page_of_conflicts_between(database, record.account, after, INT64_MAX, INT64_MAX);
    if (!kept.ok()) return kept.error();
    for (const Conflict& conflict : kept->rows) record.in_conflict.insert(conflict.intent);
    if (!kept->has_more) return {};
    after = kept->rows.back().version;
  }
}

// All that the service knows, for the oracle.
Result<std::vector<ServiceRecord>> read_records(Database& database) {
  std::vector<ServiceRecord> records;
  {
    Query accounts(database, kAccounts);
    while (accounts.next()) {
      records.push_back({accounts.integer(0), accounts.integer(1), accounts.integer(2), {}, {}});
    }
    SRL_TRY(accounts.status());
  }
  for (ServiceRecord& record : records) {
    Result<std::vector<Effect>> effects = read_effects(database, record.account);
    if (!effects.ok()) return effects.error();
    record.effects = std::move(*effects);
    SRL_TRY(read_conflicts(database, record));
  }
  return records;
}

}  // namespace

void ServiceHost::keep_backup() {
  const TimeMs at_ms = stage_.now_ms() / kBackupIntervalMs * kBackupIntervalMs;
  std::vector<std::shared_ptr<const Backup>>& backups = memory_.backups;
  if (!backups.empty() && backups.back()->at_ms >= at_ms) return;
  backups.push_back(std::make_shared<const Backup>(Backup{at_ms, database_->state()}));
  if (backups.size() > kBackupsKept) backups.erase(backups.begin());
}

Result<std::set<SessionId>> ServiceHost::session_ids() {
  std::set<SessionId> ids;
  Query sessions(database_->database(), kSessions);
  while (sessions.next()) ids.insert(sessions.id(0));
  if (!sessions.status().ok()) return sessions.status().error();
  return ids;
}

Status ServiceHost::restore_backup(DurationMs age_ms) {
  keep_backup();
  const TimeMs wanted_ms = stage_.now_ms() - age_ms;
  std::shared_ptr<const Backup> chosen = memory_.backups.front();
  for (const auto& backup : memory_.backups) {
    if (backup->at_ms <= wanted_ms) chosen = backup;
  }
  const Result<std::set<SessionId>> sessions = session_ids();
  if (!sessions.ok()) return sessions.error();
  SRL_TRY(database_->restore(chosen->disk));
  // Later ones are of a time that is lost now: the oracle follows one history, not the tree of them
  // all.
  std::erase_if(memory_.backups, [&](const auto& backup) { return backup->at_ms > chosen->at_ms; });
  memory_.was_made_anew = false;
  stage_.journal.add(kServiceActor, EventKind::backup_restored, kNoIntent,
                     stage_.now_ms() - chosen->at_ms);
  return go_on_with_other_data(*sessions);
}

Status ServiceHost::start_anew(const PageImage& image) {
  keep_backup();
  const Result<std::set<SessionId>> sessions = session_ids();
  if (!sessions.ok()) return sessions.error();
  SRL_TRY(database_->restart(image));
  SRL_TRY(start());
  memory_.backups.clear();  // as in restore_backup
  memory_.was_made_anew = true;
  stage_.journal.add(kServiceActor, EventKind::database_made_anew);
  return go_on_with_other_data(*sessions);
}

// The process was stopped for it, and starts again.
Status ServiceHost::go_on_with_other_data(const std::set<SessionId>& sessions_before) {
  port_.fail_from_statement(0);
  const Result<std::set<SessionId>> sessions = session_ids();
  if (!sessions.ok()) return sessions.error();
  for (const SessionId& session : sessions_before) {
    if (sessions->count(session) == 0) stage_.oracle.on_session_ended(session);
  }
  Result<std::vector<ServiceRecord>> records = read_records(database_->database());
  if (!records.ok()) return records.error();
  std::map<AccountId, std::int64_t> counters_before;
  for (const auto& [account, counters] : memory_.counters) counters_before[account] = counters.seq;
  memory_.counters.clear();
  for (const ServiceRecord& record : *records) {
    memory_.counters[record.account] = {record.seq, record.open_count};
  }
  for (const auto& [gauge, sql] : kGauges) {
    Query count(database_->database(), sql);
    if (count.next()) memory_.metrics.set(gauge, count.integer(0));
    SRL_TRY(count.status());
  }
  if (stage_.oracle.on_service_went_back(*records, std::move(counters_before))) {
    stage_.journal.reached(Probe::acknowledged_write_taken_back);
  }
  memory_.is_up = false;
  ++memory_.run;
  stage_.queue.push(stage_.now_ms() + kRestoreTakesMs, ServiceStarts{memory_.run});
  return {};
}

}  // namespace srl
