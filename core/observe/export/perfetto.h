// SPDX-License-Identifier: MIT
// The event log as a Chrome trace, which ui.perfetto.dev and chrome://tracing open: a track per
// actor; a slice for each request, from request_sent until the reply arrived or the device gave it
// up; an instant for every other event; and for each gesture a track with its trace
// (observe/trace.h).
//
// Reads the network events' `a` as the message's number, which no other message of the run has.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "observe/event_log.h"

namespace srl {

// `actor_names` is indexed by ActorId.
std::string to_perfetto(std::span<const Event> events, const std::vector<std::string>& actor_names);

}  // namespace srl
