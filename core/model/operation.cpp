// SPDX-License-Identifier: MIT
#include "model/operation.h"

#include <algorithm>

#include "base/assertion.h"

namespace srl {
namespace {

constexpr int kHlcCounterBits = 16;

}  // namespace

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
  return parse_value<OpKind>("an operation is", name);
}

Hlc next_hlc(Hlc last, TimeMs wall_ms) {
  return std::max(last + 1, static_cast<Hlc>(wall_ms) << kHlcCounterBits);
}

TimeMs wall_ms_of(Hlc hlc) { return hlc >> kHlcCounterBits; }

}  // namespace srl
