// SPDX-License-Identifier: MIT
#include "model/operation.h"

#include <algorithm>

namespace srl {
namespace {

constexpr std::string_view kOpKindNames[] = {"create_task", "update_task", "delete_task",
                                             "resolve_conflict"};
constexpr std::string_view kOpStateNames[] = {
    "queued",   "sending",  "waiting_retry", "parked",         "acknowledged",
    "rejected", "conflict", "blocked_auth",  "blocked_review", "lost"};
constexpr int kHlcCounterBits = 16;

}  // namespace

std::string_view op_kind_name(OpKind kind) { return kOpKindNames[static_cast<std::size_t>(kind)]; }
std::string_view op_state_name(OpState state) {
  return kOpStateNames[static_cast<std::size_t>(state)];
}

bool is_done(OpState state) {
  return state == OpState::acknowledged || state == OpState::conflict || state == OpState::rejected;
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
