// SPDX-License-Identifier: MIT
// The device's database, and the working copy of it in memory.
//
// Three tables: `tasks` is what the person sees, `confirmed` what the service last stated, `outbox`
// the operations in between: tasks = confirmed + outbox, row by row. Every gesture writes its
// operation and its visible effect in one transaction; every answer and every pull likewise. Reads
// come from memory; a transaction that fails reloads the memory from the database.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "device/device_view.h"
#include "model/operation.h"
#include "model/task.h"
#include "policies/sync/pull/policy.h"
#include "ports/database.h"

namespace srl {

struct PendingOperation {
  Operation operation;
  OpState state = OpState::queued;
  int attempts = 0;              // since the app started: a restart is a fresh try
  BatchId batch = 0;             // the batch of pages that holds it
  bool durable = false;
  std::int64_t acknowledged_version = 0;
  ErrorCode rejection = ErrorCode::none;
};

struct LocalRow {
  std::optional<TaskId> server_id;
  TaskFields visible;
  bool is_visible = false;
  TaskFields confirmed;
  std::int64_t version = 0;      // of `confirmed`; 0: the service has stated nothing
  bool is_deleted = false;       // what it stated is a tombstone; kept while operations wait
  Intent created_by = kNoIntent;
  std::vector<std::int64_t> pending;  // client_seq of its operations, rejected ones excluded

  bool exists_at_service() const { return version != 0 && !is_deleted; }
};

class LocalStore final : public PullTarget {
 public:
  // Plain data: a checkpoint copies it.
  struct Memory {
    std::map<TaskId, LocalRow> rows;                  // by handle
    std::map<TaskId, TaskId> handle_by_server_id;     // where the two differ
    std::map<std::int64_t, PendingOperation> outbox;  // by client_seq
    std::deque<std::int64_t> not_durable;             // in the order of their batches
    std::int64_t last_client_seq = 0;
    PullState pull;
    std::int64_t open_count = 0;
    std::array<std::int64_t, kOpStateCount> count_by_state{};

    std::set<TaskId> touched_rows;                    // since the view was last published
    std::vector<OperationTold> told;                  // likewise
  };

  explicit LocalStore(Database& database) : database_(database) {}

  // Reads everything from the database, whose schema is in place.
  Status load();

  const Memory& memory() const { return memory_; }
  void restore(const Memory& memory) { memory_ = memory; }

  // What changed since the last call, for publishing the view.
  std::set<TaskId> take_touched_rows();
  std::vector<OperationTold> take_told();

  // Runs `work` in one transaction. When it fails, nothing of it remains, in memory neither.
  Status transact(const std::function<Status()>& work);

  // Gestures. The operation's client_seq is set by the caller.
  Status add(const Operation& operation);

  // Answers of the service.
  Status acknowledge(std::int64_t client_seq, const TaskId& server_id, std::int64_t version,
                     bool forget_at_once);
  Status reject(std::int64_t client_seq, ErrorCode code);
  Status park(std::int64_t client_seq);
  Status unpark_all();
  Status discard_rejected();
  void note_batch(std::int64_t client_seq, BatchId batch);  // where the commit has put it
  Status save_pull_state(std::int64_t open_count);
  PullState& pull_state() { return memory_.pull; }

  // In memory only.
  void set_state(std::int64_t client_seq, OpState state);
  void count_attempt(std::int64_t client_seq);
  std::vector<std::int64_t> take_durable(BatchId up_to);  // operations that became durable

  std::int64_t queued_operations() const;        // not acknowledged and not rejected
  std::int64_t count(OpState state) const {
    return memory_.count_by_state[static_cast<std::size_t>(state)];
  }
  const TaskId* handle_of(const TaskId& server_id) const;

  // PullTarget
  void put(const Task& task) override;
  std::int64_t version_of(const TaskId& id) const override;
  std::vector<TaskId> ids() const override;
  bool has_queued_operations(const TaskId& id) const override;
  void remove(const TaskId& id, std::int64_t version) override;
  void remove_with_queue(const TaskId& id) override;
  void forget_acknowledged(std::int64_t up_to_version) override;

 private:
  Status run_in_transaction(const std::function<Status()>& work);
  Status load_tasks();
  Status load_confirmed();
  Status load_outbox();
  Status load_meta();

  const TaskId& row_handle(const TaskId& id) const;
  void adopt_server_id(const TaskId& handle, const TaskId& server_id);
  void rebuild(const TaskId& handle, LocalRow& row);
  void erase_if_unused(const TaskId& handle);
  void drop_operation(std::int64_t client_seq);
  void drop_acknowledged(const LocalRow& row, std::int64_t up_to_version);
  void tell(std::int64_t client_seq, Told told);
  void write_visible(const TaskId& handle, const LocalRow& row);
  void write_confirmed(const TaskId& handle, const LocalRow& row);
  void note(Status status);  // keeps the first failure of the transaction under way

  Database& database_;
  Memory memory_;
  Status failure_;
};

}  // namespace srl
