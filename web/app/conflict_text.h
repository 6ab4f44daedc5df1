// SPDX-License-Identifier: MIT
// Conflicts in words: what disagrees, field by field with its three values, whose they are, and by
// which rule it was left to a person. The sheet, the server's panel and the accessible view say the
// same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/time_text.h"
#include "device/device_view.h"
#include "observe/metrics.h"

namespace srl::web {

// One value that the sides disagree about.
struct ConflictLine {
  std::uint32_t field =
      0;  // its bit, with those that follow it; 0: the whole task, which one side has deleted
  std::string name;  // "Title"
  std::string base;  // what both started from; "" when nobody knows
  std::string mine;
  std::string theirs;
};
// `zone`: where the reader is, for the moments among the values.
std::vector<ConflictLine> conflict_lines(const Conflict& conflict, const TimeZone& zone = utc());

// More than one field, and nobody has deleted the task: each can be chosen for itself.
bool can_merge(const Conflict& conflict);

// "Title, Priority"; "Deleted and changed".
std::string conflict_about(const Conflict& conflict);

// As seen on `device`: what its own write is called there, and what another's.
struct ConflictWords {
  std::string mine;  // "Mine", "Phone's"
  std::string theirs;
  std::string keep_mine;  // "Keep mine"
  std::string keep_theirs;
  std::string story;  // who did what without having seen what
};
ConflictWords conflict_words(const Conflict& conflict, std::string_view device);

// The rule by its title: "Merge fields, ask on conflict".
std::string conflict_rule(std::string_view policy);

// "“Buy milk” decided: mine is kept": of a conflict that is over, by the row as it is now (nullptr:
// there is none), whichever person decided.
std::string decided_text(const Conflict& conflict, std::string_view device, const RowView* row);

// "Last hybrid clock wins: 2 kept the server's, 1 took the writer's": how concurrent writes have
// been brought together so far, by rule; "" when there were none.
std::string reconciled_text(const Metrics& metrics);

// What the badge says: "Conflict", "Deciding".
const char* conflict_badge(const ConflictView& shown);

// "1 decision waits"; "" when nobody has to decide anything.
std::string decisions_text(const DeviceView& view);
int decisions_waiting(const DeviceView& view);

// Of a row: the conflict that waits, else the one that is being decided; nullptr when there is
// none.
const ConflictView* conflict_of(const DeviceView& view, const TaskId& row);

// Those whose task is not in the list: it was deleted.
std::vector<const ConflictView*> conflicts_without_row(const DeviceView& view);

}  // namespace srl::web
