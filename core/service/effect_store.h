// SPDX-License-Identifier: MIT
// The append-only record of effects, in SQL: one row for each applied operation, which holds the
// effect of the row and those of all fields.
#pragma once

#include <span>
#include <vector>

#include "policies/idempotency/policy.h"
#include "ports/database.h"
#include "service/effect.h"

namespace srl {

// The effects of one operation: that of the row first, then those of the fields that it changed.
Status append_effects(Database& database, AccountId account, std::span<const Effect> effects);

// The whole record, in the order in which it was written.
Result<std::vector<Effect>> read_effects(Database& database, AccountId account);

}  // namespace srl
