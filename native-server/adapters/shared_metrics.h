// SPDX-License-Identifier: MIT
// The registry of a server whose threads all count.
#pragma once

#include <mutex>

#include "observe/metrics.h"

namespace srl {

class SharedMetrics {
 public:
  template <class Change>
  void update(Change change) {
    const std::lock_guard lock(mutex_);
    change(metrics_);
  }

  Metrics snapshot() const {
    const std::lock_guard lock(mutex_);
    return metrics_;
  }

 private:
  mutable std::mutex mutex_;
  Metrics metrics_;
};

}  // namespace srl
