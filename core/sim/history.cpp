// SPDX-License-Identifier: MIT
#include "sim/history.h"

#include <algorithm>
#include <iterator>

#include "policies/catalog.h"

namespace srl {
namespace {

constexpr std::string_view kUnsentNames[] = {"", "keep", "discard"};

}  // namespace

std::string_view unsent_answer_name(UnsentAnswer answer) {
  return kUnsentNames[static_cast<std::size_t>(answer)];
}

Result<GestureKind> parse_gesture_kind(std::string_view name) {
  return parse_value<GestureKind>("a gesture is", name, ErrorCode::unknown_name);
}

Result<ConflictSide> parse_conflict_side(std::string_view name) {
  return parse_value<ConflictSide>("a conflict keeps", name, ErrorCode::unknown_name);
}

ConflictChoice choose(const Conflict& conflict, ConflictSide side, std::uint32_t mine_fields) {
  switch (side) {
    case ConflictSide::mine: return keep_mine(conflict);
    case ConflictSide::theirs: return keep_theirs(conflict);
    case ConflictSide::each: break;
  }
  return merge_fields(conflict, mine_fields);
}

Status apply_preset(History& history, std::string_view name) {
  Result<Safeguards> safeguards = preset(name);
  if (!safeguards.ok()) return safeguards.error();
  history.preset = name;
  history.safeguards = std::move(safeguards.value());
  return {};
}

}  // namespace srl
