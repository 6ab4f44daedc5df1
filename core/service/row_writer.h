// SPDX-License-Identifier: MIT
// One change of one row: its version and stamps, the row itself, the account's counters, and the
// effects that record it.
#pragma once

#include <optional>

#include "model/field_stamps.h"
#include "service/operation_scope.h"

namespace srl {

struct RowChange {
  const StampedTask* before = nullptr;  // none: the row is new
  Task after;
  std::uint32_t written = 0;   // the fields that were written, changed or not
  std::uint32_t blended = 0;   // of these: with what others had written, unseen
  const char* what = nullptr;  // the row's effect (service/effect.h)
  Hlc hlc = 0;
  TimeMs wall_ms = 0;
};

// Inserts it; nothing when there is a row with this id already, which is not looked up first
// because nearly every creation is the first of its row. `after.version` and the stamps are set
// here.
Result<std::optional<OpResult>> create_row(const OperationScope& scope,
                                           const WireOperation& operation, RowChange change);

// The same with the row that there is.
Result<OpResult> write_row(const OperationScope& scope, const WireOperation& operation,
                           RowChange change);

// An operation that is accepted and changes no field: the row and its version stay.
Result<OpResult> write_nothing(const OperationScope& scope, const WireOperation& operation,
                               const Task& row, const char* what);

}  // namespace srl
