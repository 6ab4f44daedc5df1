// SPDX-License-Identifier: MIT
// All of a world that changes, as a value: what a rewind starts from. Database pages are shared
// with the world and with other checkpoints, everything else is copied.
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "sim/world.h"

namespace srl {

template <class... Parts>
std::tuple<Parts...> copy_of(const std::tuple<Parts&...>& parts) {
  return parts;
}

struct World::Checkpoint {
  TimeMs now_ms;
  std::uint64_t step;
  EventLog::Mark log;
  std::vector<DeviceHost::Memory> devices;
  ServiceHost::Memory service;
  decltype(copy_of(std::declval<World&>().changing())) changing;
};

}  // namespace srl
