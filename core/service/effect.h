// SPDX-License-Identifier: MIT
// One line of the service's append-only record: which operation changed what, and whose gesture it
// was. Every applied operation writes one effect of the row and one for each field whose value
// changed. Of the row: created, updated, deleted; superseded (accepted, but what is there is
// newer), resolved (a person has decided; the row may have changed) and restored (decided: it comes
// back).
#pragma once

#include <cstdint>
#include <string>

#include "base/ids.h"
#include "model/intent.h"

namespace srl {

inline constexpr const char* kRowEffect = "row";
inline constexpr const char* kRowCreated = "created";
inline constexpr const char* kRowUpdated = "updated";
inline constexpr const char* kRowDeleted = "deleted";
inline constexpr const char* kRowSuperseded = "superseded";
inline constexpr const char* kRowResolved = "resolved";
inline constexpr const char* kRowRestored = "restored";

// The effects of one operation as they are stored: that of the row, and what changed of its fields.
struct EffectRow {
  std::int64_t seq = 0;
  TaskId task;
  Intent intent = kNoIntent;
  std::string what;     // one of the names above
  std::string changes;  // service/effect_store.h writes and reads it
};

struct Effect {
  std::int64_t seq = 0;
  TaskId task;
  std::string field;
  std::string old_value;
  std::string new_value;
  Intent intent = kNoIntent;
};

}  // namespace srl
