// SPDX-License-Identifier: MIT
#include "sim/history.h"

#include <algorithm>
#include <iterator>

#include "policies/catalog.h"

namespace srl {
namespace {

constexpr std::string_view kKindNames[] = {
    "create_task",      "update_task", "delete_task",     "sync_now",      "retry_parked",
    "discard_rejected", "open_device", "close_device",    "switch_policy", "request_code",
    "enter_code",       "sign_out",    "keep_work",       "discard_work",  "revoke_session",
    "resolve_conflict", "redrive",     "remind_tomorrow", "send_lost",     "drop_lost"};
constexpr std::string_view kUnsentNames[] = {"", "keep", "discard"};
constexpr std::string_view kSideNames[] = {"mine", "theirs", "each"};

}  // namespace

std::string_view gesture_kind_name(GestureKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::string_view unsent_answer_name(UnsentAnswer answer) {
  return kUnsentNames[static_cast<std::size_t>(answer)];
}

Result<GestureKind> parse_gesture_kind(std::string_view name) {
  const auto found = std::find(std::begin(kKindNames), std::end(kKindNames), name);
  if (found != std::end(kKindNames)) {
    return static_cast<GestureKind>(found - std::begin(kKindNames));
  }
  std::string names;
  for (const std::string_view known : kKindNames) {
    names.append(names.empty() ? "" : ", ").append(known);
  }
  return make_error(ErrorCode::unknown_name,
                    "there is no gesture \"" + std::string(name) + "\"; there are: " + names);
}

std::string_view conflict_side_name(ConflictSide side) {
  return kSideNames[static_cast<std::size_t>(side)];
}

Result<ConflictSide> parse_conflict_side(std::string_view name) {
  const auto found = std::find(std::begin(kSideNames), std::end(kSideNames), name);
  if (found != std::end(kSideNames)) {
    return static_cast<ConflictSide>(found - std::begin(kSideNames));
  }
  return make_error(ErrorCode::unknown_name,
                    "a conflict keeps mine, theirs or each, not \"" + std::string(name) + "\"");
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
