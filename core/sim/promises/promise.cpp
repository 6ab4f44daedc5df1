// SPDX-License-Identifier: MIT
#include "sim/promises/promise.h"

#include <algorithm>

namespace srl {

const std::vector<const Promise*>& promises_in_order() {
  static const std::vector<const Promise*> kPromises = [] {
    std::vector<const Promise*> promises = all_promises();
    std::sort(promises.begin(), promises.end(),
              [](const Promise* a, const Promise* b) { return a->order < b->order; });
    return promises;
  }();
  return kPromises;
}

}  // namespace srl
