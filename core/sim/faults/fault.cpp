// SPDX-License-Identifier: MIT
#include "sim/faults/fault.h"

#include <algorithm>

namespace srl {

FaultSpec with_defaults(FaultSpec spec) {
  const Fault* fault = find_fault(spec.fault);
  if (spec.delay_ms == 0 && fault != nullptr) spec.delay_ms = fault->default_delay_ms;
  if (spec.amount == 0 && fault != nullptr) spec.amount = fault->default_amount;
  return spec;
}

const std::vector<const Fault*>& faults_in_order() {
  static const std::vector<const Fault*> kFaults = [] {
    std::vector<const Fault*> faults = all_faults();
    std::sort(faults.begin(), faults.end(), [](const Fault* a, const Fault* b) {
      return a->order != b->order ? a->order < b->order : a->name < b->name;
    });
    return faults;
  }();
  return kFaults;
}

const Fault* find_fault(std::string_view name) {
  for (const Fault* fault : faults_in_order()) {
    if (fault->name == name) return fault;
  }
  return nullptr;
}

}  // namespace srl
