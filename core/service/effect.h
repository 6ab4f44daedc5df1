// SPDX-License-Identifier: MIT
// One line of the service's append-only record: which operation changed what, and whose gesture it
// was. Every applied operation writes one effect of the row ("row": created, updated, deleted) and
// one for each field whose value changed.
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

struct Effect {
  std::int64_t seq = 0;
  TaskId task;
  std::string field;
  std::string old_value;
  std::string new_value;
  Intent intent = kNoIntent;
};

}  // namespace srl
