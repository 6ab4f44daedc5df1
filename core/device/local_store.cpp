// SPDX-License-Identifier: MIT
#include "device/local_store.h"

#include <algorithm>
#include <iterator>

#include "base/assertion.h"
#include "base/limits.h"

namespace srl {
namespace {

// Whichever batch had it: the next one has it again.
void set_unsaved(std::deque<UnsavedOperation>& not_durable, std::int64_t client_seq) {
  const auto is_same = [&](const UnsavedOperation& one) { return one.client_seq == client_seq; };
  not_durable.erase(std::remove_if(not_durable.begin(), not_durable.end(), is_same),
                    not_durable.end());
  not_durable.push_back({client_seq, 0});
}

}  // namespace

// ----------------------------------------------------------------------------------- transactions

Status LocalStore::transact(const std::function<Status()>& work) {
  failure_ = {};
  const Status done = run_in_transaction(work);
  if (done.ok()) return done;
  const std::vector<TouchedRow> touched = memory_.touched_rows;
  SRL_TRY(load(memory_.principal));
  memory_.touched_rows = touched;
  return done;
}

Status LocalStore::run_in_transaction(const std::function<Status()>& work) {
  Transaction transaction(database_);
  SRL_TRY(transaction.status());
  SRL_TRY(work());
  SRL_TRY(failure_);
  return transaction.commit();
}

void LocalStore::note(Status status) {
  if (failure_.ok() && !status.ok()) failure_ = std::move(status);
}

// ---------------------------------------------------------------------------- gestures and upkeep

Status LocalStore::add(const Operation& op) {
  LocalRow& row = memory_.rows[op.task];
  if (op.kind == OpKind::create_task) row.created_by = op.intent;
  if (op.conflict) {
    name_row_of(*op.conflict, op.task, row);
    memory_.conflicts_changed = true;
  }
  PendingOperation& pending = memory_.outbox[op.client_seq];
  pending.operation = op;
  memory_.last_client_seq = op.client_seq;
  // After a restart under a clock that was set back, numbers start again below those that are done.
  memory_.done_below = std::min(memory_.done_below, op.client_seq);
  memory_.not_durable.push_back({op.client_seq, 0});
  ++memory_.count_by_state[static_cast<std::size_t>(OpState::queued)];
  row.pending.push_back(op.client_seq);
  tell(pending, Told::in_memory);
  rebuild(op.task, row);
  return sql_.add(op);
}

Status LocalStore::park(std::int64_t client_seq, ErrorCode why) {
  set_state(client_seq, OpState::parked);
  memory_.outbox.at(client_seq).rejection = why;
  return sql_.set_state(client_seq, OpState::parked, {0, why});
}

std::int64_t LocalStore::parked_for_size() const {
  return std::count_if(memory_.outbox.begin(), memory_.outbox.end(), [](const auto& entry) {
    const PendingOperation& pending = entry.second;
    return pending.state == OpState::parked && pending.rejection == ErrorCode::too_large;
  });
}

Status LocalStore::unpark_all() { return queue_again(OpState::parked); }

Status LocalStore::send_lost() { return queue_again(OpState::lost); }

Status LocalStore::queue_again(OpState from) {
  for (auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state != from) continue;
    set_state(client_seq, OpState::queued);
    pending.attempts = 0;
    pending.rejection = ErrorCode::none;
    SRL_TRY(sql_.set_state(client_seq, OpState::queued, {}));
  }
  return {};
}

std::vector<std::int64_t> LocalStore::operations_in(OpState state) const {
  std::vector<std::int64_t> operations;
  for (const auto& [client_seq, pending] : memory_.outbox) {
    if (pending.state == state) operations.push_back(client_seq);
  }
  return operations;
}

// Its row was shown without it when the refusal came.
Status LocalStore::discard_rejected() {
  for (const std::int64_t client_seq : operations_in(OpState::rejected)) {
    tell(memory_.outbox.at(client_seq), Told::discarded);
    drop_operation(client_seq);
  }
  return {};
}

Status LocalStore::drop_lost() {
  for (const std::int64_t client_seq : operations_in(OpState::lost)) {
    tell(memory_.outbox.at(client_seq), Told::discarded);
    take_off(client_seq);
  }
  return {};
}

Status LocalStore::save_pull_state(std::int64_t open_count, Hlc hlc) {
  // A quarter more may wait, so that a long drain deletes many at once.
  if (memory_.remembered > kDoneOperationsRemembered + kDoneOperationsRemembered / 4) {
    SRL_TRY(sql_.forget_remembered_beyond(kDoneOperationsRemembered));
    memory_.remembered = kDoneOperationsRemembered;
  }
  memory_.open_count = open_count;
  memory_.hlc = std::max(memory_.hlc, hlc);
  return sql_.write_pull_state(memory_.pull, open_count, memory_.hlc);
}

Status LocalStore::forget(std::int64_t client_seq) {
  tell(memory_.outbox.at(client_seq), Told::vanished);
  take_off(client_seq);
  return {};
}

// ------------------------------------------------------------------------------------- principals

// A new owner is as unsaved as a new operation until the disk has it: an operation that was sent in
// a person's name must still be in that name when the app dies.
Status LocalStore::take_over(AccountId from) {
  return transact([&]() -> Status {
    SRL_TRY(sql_.take_over(from));
    for (const HiddenOperation& taken : memory_.hidden) {
      if (taken.account == from) set_unsaved(memory_.not_durable, taken.client_seq);
    }
    SRL_TRY(load(memory_.principal));
    for (auto& [handle, row] : memory_.rows) {
      if (!row.pending.empty()) rebuild(handle, row);
    }
    return {};
  });
}

Status LocalStore::delete_everything_of(AccountId principal, Told told) {
  std::vector<OperationTold> gone;
  for (const HiddenOperation& hidden : memory_.hidden) {
    if (hidden.account == principal) gone.push_back({hidden.intent, told});
  }
  if (principal == memory_.principal) {
    for (const auto& [client_seq, pending] : memory_.outbox) {
      const bool is_answered =
          pending.state == OpState::acknowledged || pending.state == OpState::rejected;
      if (!is_answered) gone.push_back({pending.operation.intent, told});
    }
  }
  const auto delete_and_reload = [&]() -> Status {
    SRL_TRY(sql_.delete_everything_of(principal));
    return load(memory_.principal);
  };
  SRL_TRY(transact(delete_and_reload));
  memory_.told = std::move(gone);
  return {};
}

Status LocalStore::begin_again_as_nobody(const std::vector<Operation>& operations) {
  const AccountId left = memory_.principal;
  const Status done = transact([&]() -> Status {
    SRL_TRY(sql_.delete_everything_of(left));
    SRL_TRY(load(kNobody));
    for (const Operation& operation : operations) SRL_TRY(add(operation));
    return {};
  });
  if (!done.ok()) SRL_TRY(load(left));
  return done;
}

std::int64_t LocalStore::hidden_of(AccountId principal) const {
  return std::count_if(memory_.hidden.begin(), memory_.hidden.end(),
                       [&](const HiddenOperation& one) { return one.account == principal; });
}

// --------------------------------------------------------------------------------- in memory only

void LocalStore::set_state(std::int64_t client_seq, OpState state) {
  set_state(memory_.outbox.find(client_seq), state);
}

void LocalStore::set_state(OutboxEntry entry, OpState state) {
  SRL_ASSERT(entry != memory_.outbox.end(), "an operation whose state changes is in the outbox");
  PendingOperation& pending = entry->second;
  SRL_ASSERT(may_become(pending.state, state), "an operation goes from state to state as it may");
  SRL_ASSERT(count(pending.state) > 0, "an operation is counted in its state");
  --memory_.count_by_state[static_cast<std::size_t>(pending.state)];
  ++memory_.count_by_state[static_cast<std::size_t>(state)];
  pending.state = state;
  note_done_below(entry);
  memory_.touched_rows.push_back({pending.operation.task, false});
}

// Who looks for what is to be sent need not pass thousands of operations that only wait for a pull.
void LocalStore::note_done_below(OutboxEntry changed) {
  if (!is_done(changed->second.state)) {
    memory_.done_below = std::min(memory_.done_below, changed->first);
    return;
  }
  const bool is_first =
      changed == memory_.outbox.begin() || std::prev(changed)->first < memory_.done_below;
  if (!is_first) return;
  auto next = changed;
  while (next != memory_.outbox.end() && is_done(next->second.state)) ++next;
  memory_.done_below = next == memory_.outbox.end() ? changed->first + 1 : next->first;
}

const PendingOperation& LocalStore::begin_attempt(std::int64_t client_seq) {
  const auto entry = memory_.outbox.find(client_seq);
  set_state(entry, OpState::sending);
  ++entry->second.attempts;
  return entry->second;
}

void LocalStore::note_batch(BatchId batch) {
  for (UnsavedOperation& unsaved : memory_.not_durable) {
    if (unsaved.batch == 0) unsaved.batch = batch;
  }
}

std::vector<std::int64_t> LocalStore::take_durable(BatchId up_to) {
  std::vector<std::int64_t> durable;
  while (!memory_.not_durable.empty()) {
    const auto [client_seq, batch] = memory_.not_durable.front();
    if (batch > up_to) break;
    memory_.not_durable.pop_front();
    const auto found = memory_.outbox.find(client_seq);
    if (found == memory_.outbox.end()) continue;  // answered, or another principal's
    PendingOperation& pending = found->second;
    pending.durable = true;
    if (pending.state != OpState::acknowledged) tell(pending, Told::saved);
    memory_.touched_rows.push_back({pending.operation.task, false});
    durable.push_back(client_seq);
  }
  return durable;
}

std::vector<TouchedRow> LocalStore::take_touched_rows() {
  std::vector<TouchedRow> rows;
  rows.swap(memory_.touched_rows);
  const auto is_before = [](const TouchedRow& a, const TouchedRow& b) {
    return a.handle < b.handle || (a.handle == b.handle && a.in_its_fields && !b.in_its_fields);
  };
  const auto is_same = [](const TouchedRow& a, const TouchedRow& b) {
    return a.handle == b.handle;
  };
  std::sort(rows.begin(), rows.end(), is_before);
  rows.erase(std::unique(rows.begin(), rows.end(), is_same), rows.end());
  return rows;
}

std::vector<OperationTold> LocalStore::take_told() {
  std::vector<OperationTold> told;
  told.swap(memory_.told);
  return told;
}

void LocalStore::tell(const PendingOperation& pending, Told told) {
  memory_.told.push_back({pending.operation.intent, told});
}

std::int64_t LocalStore::queued_operations() const {
  return static_cast<std::int64_t>(memory_.outbox.size()) - count(OpState::acknowledged) -
         count(OpState::conflict) - count(OpState::rejected);
}

}  // namespace srl
