// SPDX-License-Identifier: MIT
// What only the server's user may read: the database and the key.
#pragma once

#include <sys/stat.h>

namespace srl {

inline constexpr mode_t kOwnerOnly = 0600;
inline constexpr mode_t kOthers = 077;  // the bits of everybody else

}  // namespace srl
