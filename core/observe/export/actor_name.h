// SPDX-License-Identifier: MIT
// The name of an actor in an export; "actor 7" when the list has none for it.
#pragma once

#include <string>
#include <vector>

#include "observe/event_log.h"

namespace srl {

inline std::string actor_name(const std::vector<std::string>& names, ActorId actor) {
  if (actor == kWorkerActor) return "worker";
  return actor < names.size() ? names[actor] : "actor " + std::to_string(actor);
}

}  // namespace srl
