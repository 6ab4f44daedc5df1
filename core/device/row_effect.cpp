// SPDX-License-Identifier: MIT
#include "device/row_effect.h"

namespace srl {
namespace {

bool makes_visible(const Operation& operation) {
  return operation.kind == OpKind::create_task ||
         (operation.conflict && operation.resolution == Resolution::restore_task);
}

}  // namespace

bool is_contained(const PendingOperation& pending, const LocalRow& row) {
  if (pending.state != OpState::acknowledged || pending.conflict_version != 0) return false;
  const Operation& operation = pending.operation;
  if (operation.conflict && operation.resolution == Resolution::keep_theirs) return true;
  return row.version != 0 && pending.acknowledged_version <= row.version;
}

bool deletes(const Operation& operation) {
  return operation.kind == OpKind::delete_task ||
         (operation.conflict && operation.resolution == Resolution::delete_task);
}

bool leaves_row(const Operation& operation) {
  const bool keeps_theirs = operation.conflict && operation.resolution == Resolution::keep_theirs;
  return !deletes(operation) && !keeps_theirs;
}

void apply_operation(const Operation& operation, LocalRow& row) {
  if (deletes(operation)) {
    row.is_visible = false;
    return;
  }
  if (makes_visible(operation)) row.is_visible = true;
  operation.patch.apply_to(row.visible);
}

}  // namespace srl
