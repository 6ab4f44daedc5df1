// SPDX-License-Identifier: MIT
// Tells threads that it is time to stop, also those that wait.
#pragma once

#include <chrono>

#include "base/time.h"
#include "threads/mutex.h"

namespace srl {

class StopFlag {
 public:
  void set() EXCLUDES(mutex_) {
    {
      const MutexLock lock(mutex_);
      is_set_ = true;
    }
    changed_.notify_all();
  }

  bool is_set() const EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return is_set_;
  }

  // True as soon as it is set, false when the time has passed before.
  bool wait_for(DurationMs duration_ms) const EXCLUDES(mutex_) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(duration_ms);
    const MutexLock lock(mutex_);
    while (!is_set_ && changed_.wait_until(mutex_, until)) {
    }
    return is_set_;
  }

 private:
  mutable Mutex mutex_;
  mutable ConditionVariable changed_;
  bool is_set_ GUARDED_BY(mutex_) = false;
};

}  // namespace srl
