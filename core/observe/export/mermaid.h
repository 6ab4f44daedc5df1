// SPDX-License-Identifier: MIT
// The messages of the event log as a Mermaid sequence diagram, for a README, an issue or a blog. A
// message is drawn where it arrived or died: lost ones end in a cross, repeated ones come twice,
// those still on the way have an open arrow. Gestures, faults and broken promises are notes.
//
// Reads the network events' `a` as the message's number, which no other message of the run has.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "observe/event_log.h"

namespace srl {

// Mermaid itself refuses a text of more than 50,000 characters: a longer log is cut, and the last
// note says how much is missing. `actor_names` is indexed by ActorId.
std::string to_mermaid(std::span<const Event> events, const std::vector<std::string>& actor_names);

}  // namespace srl
