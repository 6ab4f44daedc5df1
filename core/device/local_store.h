// SPDX-License-Identifier: MIT
// The device's database, and the working copy of it in memory: that of one principal at a time, of
// the user who is signed in or, where nobody is, of what was done anonymously.
//
// Three of its tables: `tasks` is what the person sees, `confirmed` what the service last stated,
// `outbox` the operations in between: tasks = confirmed + outbox, row by row. Every gesture writes
// its operation and its visible effect in one transaction; every answer and every pull likewise.
// Reads come from memory; a transaction that fails reloads the memory from the database.
#pragma once

#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "device/local_database.h"
#include "device/local_memory.h"
#include "policies/sync/pull/pull_policy.h"

namespace srl {

// Where an acknowledged operation is kept until a pull has brought what came of it.
enum class KeptUntilPull { nowhere, in_memory, on_disk };

class LocalStore final : public PullTarget {
 public:
  using Memory = LocalMemory;

  explicit LocalStore(Database& database) : database_(database), sql_(database) {}

  // Reads everything of `principal` from the database, whose schema is in place. The principal that
  // was here before stays stored.
  Status load(AccountId principal) { return sql_.load(memory_, principal); }

  const Memory& memory() const { return memory_; }
  void restore(const Memory& memory) {
    memory_ = memory;
    sql_.use(memory.principal);
  }

  // What changed since the last call, for publishing the view.
  std::vector<TouchedRow> take_touched_rows();  // each once, in order
  std::vector<OperationTold> take_told();

  // Runs `work` in one transaction. When it fails, nothing of it remains, in memory neither.
  Status transact(const std::function<Status()>& work);

  // Gestures. The operation's client_seq is set by the caller.
  Status add(const Operation& op);

  // Answers of the service.
  Status acknowledge(std::int64_t client_seq, const TaskId& server_id, std::int64_t version,
                     std::int64_t conflict_version, KeptUntilPull kept);
  Status keep_in_conflict(std::int64_t client_seq, const TaskId& server_id, std::int64_t version,
                          std::int64_t conflict_version);
  Status reject(std::int64_t client_seq, ErrorCode code);
  // `why`: too_large for one that does not fit through; none where its attempts are spent.
  Status park(std::int64_t client_seq, ErrorCode why);
  Status unpark_all();
  Status discard_rejected();
  Status send_lost();  // what the service has lost goes again, under the same ids
  Status drop_lost();
  void forget_unsaved() { memory_.not_durable.clear(); }  // the app has died, and they with it
  void note_batch(BatchId batch);  // where the commit has put what is in no batch yet
  Status save_pull_state(std::int64_t open_count, Hlc hlc);
  Status save_seen() { return sql_.write_seen(memory_.pull); }
  PullState& pull_state() { return memory_.pull; }

  // Deletes an operation without an answer: the naive way to be done with one.
  Status forget(std::int64_t client_seq);

  // Everything of another principal, rows and queue, becomes the present one's. Its operations are
  // unsaved until note_batch has said which batch holds that, and the disk has it.
  Status take_over(AccountId from);
  // Rows and queue; the person is told `told` about what was still unanswered.
  Status delete_everything_of(AccountId principal, Told told);
  // What the present principal has goes, and nobody has these operations in its place.
  Status begin_again_as_nobody(const std::vector<Operation>& operations);
  Result<bool> has_anything_of(AccountId principal) { return sql_.has_anything_of(principal); }

  // In memory only.
  void set_state(std::int64_t client_seq, OpState state);
  const PendingOperation& begin_attempt(std::int64_t client_seq);  // it is `sending` now
  std::vector<std::int64_t> take_durable(BatchId up_to);           // operations that became durable

  std::int64_t queued_operations() const;  // not acknowledged and not rejected
  std::int64_t count(OpState state) const {
    return memory_.count_by_state[static_cast<std::size_t>(state)];
  }
  std::int64_t parked_for_size() const;
  bool take_conflicts_changed() { return std::exchange(memory_.conflicts_changed, false); }
  std::int64_t hidden_of(AccountId principal) const;
  const TaskId* handle_of(const TaskId& server_id) const;

  // PullTarget
  void put(const Task& task) override;
  std::int64_t version_of(const TaskId& id) const override;
  std::vector<TaskId> ids() const override;
  bool has_queued_operations(const TaskId& id) const override;
  bool may_be_gone(const TaskId& id, std::int64_t listed_version) const override;
  void service_went_back(std::int64_t common_seq) override;
  void remove(const TaskId& id, std::int64_t version) override;
  void remove_with_queue(const TaskId& id) override;
  void forget_acknowledged(std::int64_t up_to_version, const std::set<TaskId>& listed) override;
  void put_conflict(const Conflict& conflict) override;
  void keep_conflicts(const std::set<ConflictId>& open) override;

 private:
  using OutboxEntry = std::map<std::int64_t, PendingOperation>::iterator;

  Status run_in_transaction(const std::function<Status()>& work);

  struct Answered {
    TaskId handle;
    PendingOperation& pending;
    LocalRow& row;
  };
  Answered take_answer(std::int64_t client_seq, const TaskId& server_id, std::int64_t version,
                       OpState state, Told told);
  const TaskId& row_handle(const TaskId& id) const;
  void name_row_of(const ConflictId& id, const TaskId& handle, LocalRow& row);
  void lose(PendingOperation operation);
  void note_conflict_came(const LocalRow& row, std::int64_t version);
  void adopt_server_id(const TaskId& handle, LocalRow& row, const TaskId& server_id);
  void apply_refused_restores(const TaskId& handle, LocalRow& row);
  void rebuild(const TaskId& handle, LocalRow& row);
  void erase_if_unused(const TaskId& handle);
  void drop_operation(std::int64_t client_seq);
  void take_off(std::int64_t client_seq);
  Status queue_again(OpState from);
  std::vector<std::int64_t> operations_in(OpState state) const;
  void drop_acknowledged(const LocalRow& row, std::int64_t up_to_version);
  void touch(const TaskId& handle) { memory_.touched_rows.push_back({handle, true}); }
  void set_state(OutboxEntry entry, OpState state);
  void note_done_below(OutboxEntry changed);
  void tell(const PendingOperation& pending, Told told);
  void note(Status status);  // keeps the first failure of the transaction under way

  Database& database_;  // for its transactions
  LocalDatabase sql_;
  Memory memory_;
  Status failure_;
};

}  // namespace srl
