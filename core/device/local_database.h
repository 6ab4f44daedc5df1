// SPDX-License-Identifier: MIT
// The SQL of a device: its five tables, of which one principal's part is read whole and written row
// by row. It decides nothing: what is to be written, and in which transaction, LocalStore says.
#pragma once

#include <cstdint>
#include <vector>

#include "device/local_memory.h"
#include "ports/database.h"

namespace srl {

class LocalDatabase {
 public:
  // The schema of storage/migrations/device_migrations.h is in place.
  explicit LocalDatabase(Database& database) : database_(database) {}

  // Replaces `memory` by what the database holds of `principal`, to whom all that follows applies.
  // Operations that `memory` calls unsaved stay so, everything else that is read is durable.
  Status load(LocalMemory& memory, AccountId principal);
  void use(AccountId principal) { principal_ = principal; }

  // Everything of principal `from` becomes this one's; rows that both have stay this one's.
  Status take_over(AccountId from);
  Status delete_everything_of(AccountId principal);
  Result<bool> has_anything_of(AccountId principal);

  // The outbox
  Status add(const Operation& operation);  // as queued
  struct Answer {
    std::int64_t version = 0;  // of the row, when acknowledged or in conflict
    ErrorCode rejection = ErrorCode::none;
    std::int64_t conflict_version = 0;  // 0: no conflict is waited for
  };
  Status set_state(std::int64_t client_seq, OpState state, const Answer& answer);
  Status delete_operation(std::int64_t client_seq);

  // It is done with by change `seq` at the service, and is read again only if that gets lost. The
  // newest `kept` stay.
  Status remember(std::int64_t client_seq, std::int64_t seq);
  Status forget_remembered_beyond(std::int64_t kept);
  // Those that were done with after `common_seq` are in the outbox again, as lost; they are added
  // to `found`. What stands in the outbox has seen nothing after it.
  Status go_back_to(std::int64_t common_seq, std::vector<PendingOperation>& found);

  // `tasks` and `confirmed`: writing replaces the row of that handle, deleting may find none.
  Status write_visible(const TaskId& handle, const LocalRow& row);
  Status write_confirmed(const TaskId& handle, const LocalRow& row);
  Status set_server_id(const TaskId& handle, const TaskId& server_id);  // in `tasks`
  Status delete_visible(const TaskId& handle);
  Status delete_confirmed(const TaskId& handle);

  Status write_conflict(const Conflict& conflict);
  Status delete_conflict(const ConflictId& id);

  Status write_seen(const PullState& pull);
  Status write_pull_state(const PullState& pull, std::int64_t open_count, Hlc hlc);

 private:
  Status load_tasks(LocalMemory& memory);
  Status load_confirmed(LocalMemory& memory);
  Status load_outbox(LocalMemory& memory);
  Status load_remembered(LocalMemory& memory);
  Status load_last_number(LocalMemory& memory);
  Status load_conflicts(LocalMemory& memory);
  Status load_hidden(LocalMemory& memory);
  Status load_meta(LocalMemory& memory);

  Database& database_;
  AccountId principal_ = kNobody;
};

}  // namespace srl
