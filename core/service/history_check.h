// SPDX-License-Identifier: MIT
// Is what a device has been told still so here?
#pragma once

#include <optional>

#include "protocol/messages.h"
#include "service/account_history.h"
#include "service/task_store.h"

namespace srl {

// The refusal, 410 cursor_reset, of a cursor that is from a time that this service does not know;
// it says up to where both tell the same. Nothing when the cursor is good, or empty.
std::optional<Response> refuse_lost_time(const Account& account, std::string_view cursor);

// A cursor for the account as it stands at `seq`.
std::string cursor_at(const Account& account, std::int64_t seq);

// The entity tag's part that names the epoch of a version.
std::string epoch_of(const Account& account, std::int64_t version);

}  // namespace srl
