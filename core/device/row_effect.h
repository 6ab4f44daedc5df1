// SPDX-License-Identifier: MIT
// What an operation does to a row as the device shows it.
#pragma once

#include "device/local_memory.h"

namespace srl {

// Acknowledged operations whose effect the confirmed row already contains change nothing more. A
// decision about a conflict stays until the pull has told of its end too.
bool is_contained(const PendingOperation& pending, const LocalRow& row);

bool deletes(const Operation& operation);

// Is there a row at the service once it is applied? A decision for theirs says nothing about it.
bool leaves_row(const Operation& operation);

// Changes what is visible of the row.
void apply_operation(const Operation& operation, LocalRow& row);

}  // namespace srl
