// SPDX-License-Identifier: MIT
// Trace context: which gesture of a person a piece of work stems from. The device, the service
// and the policies copy it along and never branch on it; only the oracle reads it.
#pragma once

#include <cstdint>

namespace srl {

using Intent = std::uint32_t;  // the number of the gesture, from 1
inline constexpr Intent kNoIntent = 0;

}  // namespace srl
