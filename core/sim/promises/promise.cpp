// SPDX-License-Identifier: MIT
#include "sim/promises/promise.h"

#include "base/short_sort.h"

namespace srl {

const std::vector<const Promise*>& promises_in_order() {
  static const std::vector<const Promise*> kPromises = [] {
    std::vector<const Promise*> promises = all_promises();
    sort_short(promises, [](const Promise* a, const Promise* b) { return a->order < b->order; });
    return promises;
  }();
  return kPromises;
}

}  // namespace srl
