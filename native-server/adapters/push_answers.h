// SPDX-License-Identifier: MIT
// The answers of a push provider on their way to the run that waits for them, from whichever
// thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "ports/push_provider.h"

namespace srl {

struct PushAnswer {
  PushId id = 0;
  PushReply reply;
};

class PushAnswers {
 public:
  void add(const PushAnswer& answer) {
    {
      const std::lock_guard lock(mutex_);
      answers_.push_back(answer);
    }
    arrived_.notify_one();
  }

  // The oldest; nothing when none has come by then.
  std::optional<PushAnswer> take(DurationMs wait_ms) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, std::chrono::milliseconds(wait_ms),
                      [this] { return !answers_.empty(); });
    if (answers_.empty()) return std::nullopt;
    const PushAnswer answer = answers_.front();
    answers_.pop_front();
    return answer;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<PushAnswer> answers_;
};

}  // namespace srl
