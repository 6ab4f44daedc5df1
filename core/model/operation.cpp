// SPDX-License-Identifier: MIT
#include "model/operation.h"

#include <algorithm>

#include "base/assertion.h"

namespace srl {
namespace {

constexpr std::string_view kOpKindNames[] = {"create_task", "update_task", "delete_task",
                                             "resolve_conflict"};
constexpr std::string_view kOpStateNames[] = {"queued",   "sending",      "waiting_retry",
                                              "parked",   "acknowledged", "rejected",
                                              "conflict", "blocked_auth", "lost"};
constexpr int kHlcCounterBits = 16;

}  // namespace

std::string_view op_kind_name(OpKind kind) { return kOpKindNames[static_cast<std::size_t>(kind)]; }
std::string_view op_state_name(OpState state) {
  const auto index = static_cast<std::size_t>(state);
  SRL_ASSERT(index < kOpStateCount, "each state of an operation has a name");
  return kOpStateNames[index];
}

bool is_done(OpState state) {
  return state == OpState::acknowledged || state == OpState::conflict || state == OpState::rejected;
}

bool may_become(OpState from, OpState to) {
  const bool waits = from == OpState::queued || from == OpState::waiting_retry;
  switch (to) {
    case OpState::sending: return waits || from == OpState::blocked_auth;
    case OpState::parked: return from == OpState::waiting_retry;
    case OpState::blocked_auth: return waits;
    case OpState::lost:
      return from == OpState::acknowledged || from == OpState::conflict || from == OpState::lost;
    case OpState::queued:
    case OpState::waiting_retry:
    case OpState::acknowledged:
    case OpState::rejected:
    case OpState::conflict: return !is_done(from);
  }
  return false;
}

Result<OpKind> parse_op_kind(std::string_view name) {
  for (int i = 0; i < kOpKindCount; ++i) {
    if (kOpKindNames[i] == name) return static_cast<OpKind>(i);
  }
  return make_error(ErrorCode::bad_value,
                    "an operation is create_task, update_task, delete_task or resolve_conflict, "
                    "not \"" +
                        std::string(name) + "\"");
}

Hlc next_hlc(Hlc last, TimeMs wall_ms) {
  return std::max(last + 1, static_cast<Hlc>(wall_ms) << kHlcCounterBits);
}

TimeMs wall_ms_of(Hlc hlc) { return hlc >> kHlcCounterBits; }

}  // namespace srl
