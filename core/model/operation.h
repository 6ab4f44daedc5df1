// SPDX-License-Identifier: MIT
// One write of a person as the device's outbox holds it, and the states that it goes through.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/enum_names.h"
#include "base/ids.h"
#include "base/time.h"
#include "model/conflict.h"
#include "model/intent.h"
#include "model/task.h"

namespace srl {

enum class OpKind : std::uint8_t { create_task, update_task, delete_task, resolve_conflict };
Result<OpKind> parse_op_kind(std::string_view name);

// queued → sending → acknowledged | conflict | rejected, with waiting_retry, parked and the blocked
// states on the way. The numbers are stored. `acknowledged` lasts until the pull has delivered the
// effect, `conflict` until it has delivered the conflict; then the operation is forgotten.
enum class OpState : std::uint8_t {
  queued,         // waits for its turn
  sending,        // in a request whose reply is outstanding
  waiting_retry,  // an attempt failed; the retry policy says when the next may start
  parked,         // attempts or age spent: kept, visible, with a retry button
  acknowledged,   // the service has said that it holds the effect
  rejected,       // the service has refused for good: shown until the person discards it
  conflict,       // the service holds it beside another's change: a person decides
  blocked_auth,   // waits for a new access token, or for the person to sign in
  lost,           // acknowledged, and the service has gone back to before it: the person decides
};
bool is_done(OpState state);  // the service has answered for good

// May an operation go from one state to the other? An answer that comes late still counts, from
// wherever the operation is by then; what is done changes only when the service loses it.
bool may_become(OpState from, OpState to);

// A hybrid logical clock (Kulkarni et al. 2014): 48 bits of milliseconds, 16 of counter.
using Hlc = std::int64_t;
Hlc next_hlc(Hlc last, TimeMs wall_ms);
TimeMs wall_ms_of(Hlc hlc);  // its milliseconds

struct Operation {
  OpId id;
  std::int64_t client_seq = 0;  // orders the operations of one device; gaps are legal
  TaskId task;                  // the device's own handle of the row
  OpKind kind = OpKind::create_task;
  std::int64_t base_version = 0;  // the version of the row that the person saw; 0: none
  TaskPatch patch;
  TaskPatch base;  // of an update: what the person saw in those fields before
  std::optional<ConflictId> conflict = {};  // of resolve_conflict
  Resolution resolution = Resolution::keep_theirs;
  Hlc hlc = 0;
  TimeMs wall_ms = 0;
  Intent intent = kNoIntent;
};

}  // namespace srl
