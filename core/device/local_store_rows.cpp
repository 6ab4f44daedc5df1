// SPDX-License-Identifier: MIT
// How a row follows from what the service has stated and the operations in between.
#include "device/local_store.h"

#include <algorithm>
#include <vector>

#include "base/assertion.h"
#include "device/row_effect.h"

namespace srl {

// The service has named a row that the device created. The same row may have come in by a pull
// before the answer did: then it is here twice, and the one without a history of its own goes.
void LocalStore::adopt_server_id(const TaskId& handle, LocalRow& row, const TaskId& server_id) {
  if (row.server_id.has_value()) return;
  const auto twin = server_id == handle ? memory_.rows.end() : memory_.rows.find(server_id);
  if (twin != memory_.rows.end()) {
    row.confirmed = twin->second.confirmed;
    row.version = twin->second.version;
    row.is_deleted = twin->second.is_deleted;
    note(sql_.delete_confirmed(server_id));
    note(sql_.delete_visible(server_id));
    memory_.rows.erase(twin);
    touch(handle);
    touch(server_id);
  }
  row.server_id = server_id;
  memory_.handle_by_server_id[server_id] = handle;
  if (row.version != 0) note(sql_.write_confirmed(handle, row));
  // An acknowledged operation says that the row has a name; only another one has to be written.
  if (server_id != handle) note(sql_.set_server_id(handle, server_id));
}

// A decision that had brought the row back was refused, because another one was quicker. What was
// written on top of it waits for an answer of its own, and is shown on what its author saw.
void LocalStore::apply_refused_restores(const TaskId& handle, LocalRow& row) {
  if (count(OpState::rejected) == 0) return;
  const std::int64_t last_waiting = row.pending.back();
  for (const auto& [client_seq, refused] : memory_.outbox) {
    if (client_seq >= last_waiting) return;
    const Operation& operation = refused.operation;
    const bool restores = operation.conflict && operation.resolution == Resolution::restore_task;
    const bool is_meant = operation.task == handle && refused.state == OpState::rejected;
    if (is_meant && restores) apply_operation(operation, row);
  }
}

// tasks = confirmed + outbox, for one row.
void LocalStore::rebuild(const TaskId& handle, LocalRow& row) {
  const TaskFields before = std::move(row.visible);
  const bool was_visible = row.is_visible;
  row.visible = row.confirmed;
  row.is_visible = row.exists_at_service();
  if (!row.is_visible && !row.pending.empty()) apply_refused_restores(handle, row);
  for (const std::int64_t client_seq : row.pending) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    if (pending.state == OpState::conflict) continue;  // the row stays until a person decides
    if (!is_contained(pending, row)) apply_operation(pending.operation, row);
  }
  touch(handle);
  if (!row.is_visible) {
    if (was_visible) note(sql_.delete_visible(handle));
  } else if (!was_visible || !(before == row.visible)) {
    note(sql_.write_visible(handle, row));
  }
}

void LocalStore::erase_if_unused(const TaskId& handle) {
  const auto found = memory_.rows.find(handle);
  if (found == memory_.rows.end()) return;
  const LocalRow& row = found->second;
  if (row.exists_at_service() || !row.pending.empty()) return;
  if (row.is_visible) note(sql_.delete_visible(handle));
  if (row.version != 0) note(sql_.delete_confirmed(handle));
  if (row.server_id) memory_.handle_by_server_id.erase(*row.server_id);
  touch(handle);
  memory_.rows.erase(found);
}

void LocalStore::drop_operation(std::int64_t client_seq) {
  const auto found = memory_.outbox.find(client_seq);
  if (found == memory_.outbox.end()) return;
  const PendingOperation& pending = found->second;
  if (pending.operation.conflict) memory_.conflicts_changed = true;
  const auto row = memory_.rows.find(pending.operation.task);
  if (row != memory_.rows.end()) std::erase(row->second.pending, client_seq);
  touch(pending.operation.task);
  SRL_ASSERT(count(pending.state) > 0, "an operation that goes was counted in its state");
  --memory_.count_by_state[static_cast<std::size_t>(pending.state)];
  const bool is_answered = pending.is_answered();
  const std::int64_t seq = pending.newest_change();
  memory_.outbox.erase(found);
  if (!is_answered) return note(sql_.delete_operation(client_seq));
  ++memory_.remembered;
  note(sql_.remember(client_seq, seq));
}

// The row is shown without it, or goes when nothing else holds it.
void LocalStore::take_off(std::int64_t client_seq) {
  const TaskId handle = memory_.outbox.at(client_seq).operation.task;
  drop_operation(client_seq);
  rebuild(handle, memory_.rows.at(handle));
  erase_if_unused(handle);
}

void LocalStore::drop_acknowledged(const LocalRow& row, std::int64_t up_to_version) {
  const std::vector<std::int64_t> of_row = row.pending;
  for (const std::int64_t client_seq : of_row) {
    const PendingOperation& pending = memory_.outbox.at(client_seq);
    if (pending.state == OpState::acknowledged && pending.conflict_version == 0 &&
        pending.acknowledged_version <= up_to_version) {
      drop_operation(client_seq);
    }
  }
}

}  // namespace srl
