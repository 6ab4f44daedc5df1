// SPDX-License-Identifier: MIT
// The event log as JSON lines: one object per event with sorted keys, for jq and for log stores.
// `sentence` is what the timeline shows, the rest is the event as it was recorded.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "observe/event_log.h"

namespace srl {

// `actor_names` is indexed by ActorId.
std::string to_jsonl(std::span<const Event> events, const std::vector<std::string>& actor_names);

}  // namespace srl
