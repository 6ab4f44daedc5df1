// SPDX-License-Identifier: MIT
#include "app/toggles.h"

namespace srl::web {
namespace {

bool matches(const FaultSpec& spec, std::string_view fault, std::string_view device) {
  return spec.fault == fault && (device.empty() || spec.device.empty() || spec.device == device);
}

}  // namespace

bool Toggles::is_on(const World& world, std::string_view fault, std::string_view device) {
  const std::vector<FaultSpec>& specs = world.history().faults;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (matches(specs[i], fault, device) && world.is_fault_active(i)) return true;
  }
  return false;
}

void Toggles::set(World& world, std::string_view fault, std::string_view device, bool on) {
  if (on) {
    FaultSpec spec;
    spec.fault = fault;
    spec.device = device;
    world.begin_fault(std::move(spec));
    return;
  }
  for (std::size_t i = 0; i < world.history().faults.size(); ++i) {
    if (matches(world.history().faults[i], fault, device) && world.is_fault_active(i)) {
      world.end_fault(i);
    }
  }
}

}  // namespace srl::web
