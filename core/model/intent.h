// SPDX-License-Identifier: MIT
// Trace context: which gesture of a person a piece of work stems from. The device, the service
// and the policies copy it along and never branch on it; only the oracle reads it.
#pragma once

#include <cstdint>
#include <string>

namespace srl {

using Intent = std::uint32_t;  // the number of the gesture, from 1
inline constexpr Intent kNoIntent = 0;

// The gestures of the patient person at the end of a run (World::heal) stand in no history. They
// are numbered from here, so that those of a history, which may still grow, keep theirs.
inline constexpr Intent kFirstPersonIntent = 1'000'000;

// "g3", the name of a gesture in texts and histories; "p3" is one of the patient person's.
std::string gesture_name(Intent intent);

}  // namespace srl
