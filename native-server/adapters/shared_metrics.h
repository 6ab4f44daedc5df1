// SPDX-License-Identifier: MIT
// The registry of a server whose threads all count.
#pragma once

#include "observe/metrics.h"
#include "threads/mutex.h"

namespace srl {

class SharedMetrics {
 public:
  template <class Change>
  void update(Change change) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    change(metrics_);
  }

  Metrics snapshot() const EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return metrics_;
  }

 private:
  mutable Mutex mutex_;
  Metrics metrics_ GUARDED_BY(mutex_);
};

}  // namespace srl
