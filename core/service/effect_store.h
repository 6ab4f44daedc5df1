// SPDX-License-Identifier: MIT
// The append-only record of effects, in SQL: one row for each applied operation, which holds the
// effect of the row and those of all fields.
#pragma once

#include <string>
#include <vector>

#include "policies/idempotency/idempotency_policy.h"
#include "ports/database.h"
#include "service/effect.h"

namespace srl {

// What the fields were before, where they differ: a list of "field, old value, new value".
std::string changes_text(const TaskFields& before, const TaskFields& after);

// The effect of the row first, then those of the fields that it changed.
void append_effects_of(const EffectRow& row, std::vector<Effect>& effects);

Status append_effects(Database& database, AccountId account, const EffectRow& row);

// The whole record, in the order in which it was written.
Result<std::vector<Effect>> read_effects(Database& database, AccountId account);

}  // namespace srl
