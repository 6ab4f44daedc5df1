// SPDX-License-Identifier: MIT
#include "app/service_state.h"

#include <algorithm>
#include <map>

#include "service/auth.h"
#include "service/conflict_store.h"
#include "service/task_store.h"

namespace srl::web {
namespace {

constexpr std::string_view kAnswers[] = {"Applied", "Merged", "Conflict", "Rejected", "Blocked"};

constexpr std::int64_t kConflictsShownMax = 100;
constexpr int kFieldsNamedMax = 3;

constexpr Sql kReadRows{
    "SELECT task_id, title, version, created_by, completed, tasks.account_id, email, stamps FROM "
    "tasks "
    "JOIN users ON users.account_id = tasks.account_id "
    "WHERE deleted = 0 ORDER BY created_by, version, task_id"};
constexpr Sql kReadOpenCount{"SELECT SUM(open_count) FROM accounts"};
constexpr Sql kReadLedger{"SELECT op_id, intent, status, code, version FROM ledger ORDER BY op_id"};

constexpr Sql kReadSessions{
    "SELECT email, device_id, refresh_number, refreshed_at, created_at FROM sessions "
    "JOIN users ON users.account_id = sessions.account_id ORDER BY device_id, created_at"};

Status read_sessions(Database& database, ServiceState& state) {
  Query query(database, kReadSessions);
  while (query.next()) {
    const TimeMs idle_ends_ms = query.integer(3) + kRefreshIdleMax;
    const TimeMs age_ends_ms = query.integer(4) + kSessionAgeMax;
    state.sessions.push_back({std::string(query.text(0)), std::string(query.text(1)),
                              query.integer(2), std::min(idle_ends_ms, age_ends_ms)});
  }
  return query.status();
}

Status read_rows(Database& database, ServiceState& state) {
  Query query(database, kReadRows);
  while (query.next()) {
    ServiceRow row;
    row.id = query.id(0);
    row.title = query.text(1);
    row.version = query.integer(2);
    row.created_by = static_cast<Intent>(query.integer(3));
    row.completed = query.integer(4) != 0;
    if (query.integer(5) != kSimulatedAccount) row.user = query.text(6);
    row.stamps = query.text(7);
    state.open_rows += row.completed ? 0 : 1;
    state.rows.push_back(std::move(row));
  }
  return query.status();
}

void mark_copies(ServiceState& state) {
  for (auto first = state.rows.begin(); first != state.rows.end();) {
    const auto last = std::find_if(first, state.rows.end(), [&](const ServiceRow& row) {
      return row.created_by != first->created_by || row.created_by == kNoIntent;
    });
    const auto end = std::max(last, first + 1);
    const auto copies = static_cast<int>(end - first);
    for (; first != end; ++first) first->copies = copies;
    state.surplus += copies - 1;
  }
}

Status read_ledger(Database& database, const std::map<Intent, std::int64_t>& replays,
                   ServiceState& state) {
  Query query(database, kReadLedger);
  while (query.next()) {
    LedgerRow row;
    row.op = query.id(0);
    row.intent = static_cast<Intent>(query.integer(1));
    row.status = static_cast<OpStatus>(query.integer(2));
    row.code = static_cast<ErrorCode>(query.integer(3));
    row.version = query.integer(4);
    const auto found = replays.find(row.intent);
    row.replays = found == replays.end() ? 0 : found->second;
    state.ledger.push_back(row);
  }
  return query.status();
}

// The ledger keeps the answer, not how often it was given again: that is in the log.
std::map<Intent, std::int64_t> count_replays(const EventLog& log) {
  std::map<Intent, std::int64_t> replays;
  for (const Event& event : log.events()) {
    if (event.kind == EventKind::operation_replayed) ++replays[event.intent];
  }
  return replays;
}

Status read_conflicts(Database& database, ServiceState& state) {
  Result<std::vector<Conflict>> open =
      open_conflicts(database, kSimulatedAccount, "", kConflictsShownMax);
  if (!open.ok()) return open.error();
  state.conflicts = std::move(*open);
  return {};
}

Status read_all(World& world, ServicePart part, ServiceState& state) {
  Database& database = world.service_database();
  const Result<Account> account = read_account(database, kSimulatedAccount);
  if (!account.ok()) return account.error();
  state.seq = account->seq;
  Query counter(database, kReadOpenCount);
  if (counter.next()) state.open_count = counter.integer(0);
  SRL_TRY(counter.status());
  SRL_TRY(read_rows(database, state));
  mark_copies(state);
  if (account->conflicts_open > 0) SRL_TRY(read_conflicts(database, state));
  SRL_TRY(count_dead_letters(world, state.jobs));
  if (part == ServicePart::rows) return {};
  SRL_TRY(read_jobs(world, state.jobs));
  SRL_TRY(read_sessions(database, state));
  return read_ledger(database, count_replays(world.log()), state);
}

BatchId last_batch(World& world) { return world.service_database().last_batch(); }

}  // namespace

std::string_view answer_text(OpStatus status) { return kAnswers[static_cast<std::size_t>(status)]; }

std::string stamps_text(const ServiceRow& row) {
  const Result<FieldStamps> stamps = FieldStamps::parse(row.stamps);
  std::string text;
  if (!stamps.ok()) return text;
  // Fields that were written together are told together.
  std::uint32_t told = 0;
  for_each_field([&](TaskField field) {
    const FieldStamp& stamp = stamps->of(field);
    if ((told & field_bit(field)) != 0 || stamp.seq == 0) return;
    std::string names;
    int count = 0;
    for_each_field([&](TaskField other) {
      if (stamps->of(other) != stamp) return;
      told |= field_bit(other);
      if (++count > kFieldsNamedMax) return;
      names.append(names.empty() ? "" : ", ").append(field_name(other));
    });
    if (count > kFieldsNamedMax)
      names += " and " + std::to_string(count - kFieldsNamedMax) + " more";
    text.append(text.empty() ? "" : " · ").append(names);
    text.append(" ").append(std::to_string(stamp.seq));
    text.append(" by ").append(stamp.device.empty() ? "several" : stamp.device);
  });
  return text;
}

ServiceState read_service(World& world, ServicePart part) {
  ServiceState state;
  state.read = read_all(world, part, state);
  return state;
}

// A commit makes a batch of pages. Repeats are counted in the log, where a world that only went on
// has the events that were there, and more of them.
bool ServiceReader::has_news(Sandbox& sandbox) const {
  const std::vector<Event>& events = sandbox.world().log().events();
  const bool went_on = revision_ > 0 && sandbox.future() == future_ && sandbox.now_ms() >= now_ms_;
  if (!went_on || events.size() < events_ || last_batch(sandbox.world()) != batch_) return true;
  return std::any_of(
      events.begin() + static_cast<std::ptrdiff_t>(events_), events.end(),
      [](const Event& event) { return event.kind == EventKind::operation_replayed; });
}

const ServiceState& ServiceReader::get(Sandbox& sandbox, ServicePart part) {
  const bool lacks_ledger = part == ServicePart::rows_and_ledger && part_ == ServicePart::rows;
  if (sandbox.revision() == revision_ && !lacks_ledger) return state_;
  if (lacks_ledger || has_news(sandbox)) {
    state_ = read_service(sandbox.world(), part);
    part_ = part;
  }
  revision_ = sandbox.revision();
  future_ = sandbox.future();
  now_ms_ = sandbox.now_ms();
  events_ = sandbox.world().log().events().size();
  batch_ = last_batch(sandbox.world());
  return state_;
}

}  // namespace srl::web
