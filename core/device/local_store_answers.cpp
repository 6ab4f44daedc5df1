// SPDX-License-Identifier: MIT
// What the service has answered, as the device keeps it.
#include "device/local_store.h"

#include <algorithm>

#include "device/row_effect.h"

namespace srl {

// The service has taken the operation, and has named its row.
LocalStore::Answered LocalStore::take_answer(std::int64_t client_seq, const TaskId& server_id,
                                             std::int64_t version, OpState state, Told told) {
  const auto entry = memory_.outbox.find(client_seq);
  PendingOperation& pending = entry->second;
  const TaskId handle = pending.operation.task;
  LocalRow& row = memory_.rows.at(handle);
  adopt_server_id(handle, row, server_id);
  set_state(entry, state);
  tell(pending, told);
  pending.acknowledged_version = version;
  return {handle, pending, row};
}

Status LocalStore::acknowledge(std::int64_t client_seq, const TaskId& server_id,
                               std::int64_t version, std::int64_t conflict_version,
                               KeptUntilPull kept) {
  const auto [handle, pending, row] =
      take_answer(client_seq, server_id, version, OpState::acknowledged, Told::acknowledged);
  pending.answered_seq = std::max(version, conflict_version);
  pending.conflict_version = memory_.pull.server_seq >= conflict_version ? 0 : conflict_version;
  if (is_contained(pending, row)) {
    // The answer to a repeat: a pull has brought the effect, or its deletion, long ago.
    take_off(client_seq);
    return {};
  }
  if (kept == KeptUntilPull::in_memory) return {};
  if (kept == KeptUntilPull::on_disk) {
    return sql_.set_state(client_seq, OpState::acknowledged,
                          {version, ErrorCode::none, pending.conflict_version});
  }
  // The naive way: what is shown is taken for what the service holds.
  apply_operation(pending.operation, row);
  row.version = std::max(row.version, version);
  row.confirmed = row.visible;
  if (deletes(pending.operation)) {
    row.version = 0;
    note(sql_.delete_confirmed(handle));
  } else {
    note(sql_.write_confirmed(handle, row));
  }
  take_off(client_seq);
  return {};
}

Status LocalStore::keep_in_conflict(std::int64_t client_seq, const TaskId& server_id,
                                    std::int64_t version, std::int64_t conflict_version) {
  const auto [handle, pending, row] =
      take_answer(client_seq, server_id, version, OpState::conflict, Told::conflict);
  pending.conflict_version = conflict_version;
  rebuild(handle, row);
  // The answer to a repeat may come after the pull that has brought the conflict.
  if (memory_.pull.server_seq >= conflict_version) {
    drop_operation(client_seq);
    erase_if_unused(handle);
    return {};
  }
  return sql_.set_state(client_seq, OpState::conflict,
                        {version, ErrorCode::none, conflict_version});
}

Status LocalStore::reject(std::int64_t client_seq, ErrorCode code) {
  const auto entry = memory_.outbox.find(client_seq);
  PendingOperation& pending = entry->second;
  set_state(entry, OpState::rejected);
  tell(pending, Told::rejected);
  if (pending.operation.conflict) memory_.conflicts_changed = true;
  pending.rejection = code;
  const TaskId handle = pending.operation.task;
  LocalRow& row = memory_.rows.at(handle);
  std::erase(row.pending, client_seq);
  rebuild(handle, row);
  erase_if_unused(handle);
  return sql_.set_state(client_seq, OpState::rejected, {0, code});
}

}  // namespace srl
