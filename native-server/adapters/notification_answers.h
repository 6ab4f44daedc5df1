// SPDX-License-Identifier: MIT
// The answers of a notification provider on their way to the run that waits for them, from
// whichever thread.
#pragma once

#include <chrono>
#include <deque>
#include <optional>

#include "ports/notification_provider.h"
#include "threads/mutex.h"

namespace srl {

struct NotificationAnswer {
  NotificationId id = 0;
  NotificationReply reply;
};

class NotificationAnswers {
 public:
  void add(const NotificationAnswer& answer) EXCLUDES(mutex_) {
    {
      const MutexLock lock(mutex_);
      answers_.push_back(answer);
    }
    arrived_.notify_one();
  }

  // The oldest; nothing when none has come by then.
  std::optional<NotificationAnswer> take(DurationMs wait_ms) EXCLUDES(mutex_) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
    const MutexLock lock(mutex_);
    while (answers_.empty() && arrived_.wait_until(mutex_, until)) {
    }
    if (answers_.empty()) return std::nullopt;
    const NotificationAnswer answer = answers_.front();
    answers_.pop_front();
    return answer;
  }

 private:
  Mutex mutex_;
  ConditionVariable arrived_;
  std::deque<NotificationAnswer> answers_ GUARDED_BY(mutex_);
};

}  // namespace srl
