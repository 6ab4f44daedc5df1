// SPDX-License-Identifier: MIT
// The decision `signals`: what does the system say of itself while it fails?
#pragma once

#include <vector>

#include "observe/metric_info.h"
#include "policies/policy_info.h"

namespace srl {

class SignalsPolicy {
 public:
  virtual ~SignalsPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // How much of the registry is exposed. Which series that is stands in metrics.def.
  virtual SignalLevel level() const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const SignalsPolicy*> all_signals_policies();

}  // namespace srl
