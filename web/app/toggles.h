// SPDX-License-Identifier: MIT
// The faults that a person has switched on by hand, by kind and device, and how to switch them off
// again. A toggle stands for one fault spec of the running world.
#pragma once

#include <string>

#include "sim/world.h"

namespace srl::web {

class Toggles {
 public:
  // Is the fault active, by hand or by the scenario? `device` empty: on any.
  static bool is_on(const World& world, std::string_view fault, std::string_view device);

  // Ends every active fault of this kind and device, or begins one.
  static void set(World& world, std::string_view fault, std::string_view device, bool on);
};

}  // namespace srl::web
