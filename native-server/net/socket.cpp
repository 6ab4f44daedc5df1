// SPDX-License-Identifier: MIT
#include "net/socket.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>

namespace srl {

std::size_t descriptors_max() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return SIZE_MAX;
  return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur, SIZE_MAX));
}

}  // namespace srl
