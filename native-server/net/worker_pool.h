// SPDX-License-Identifier: MIT
// Threads that answer requests, and the bounded queue before them. All are made at the start: where
// the system gives fewer, fewer there are, and nothing fails later. The one that was busy last is
// woken first: its stack is warm, and those of threads that nobody needs are never touched.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "threads/mutex.h"

namespace srl {

class WorkerPool {
 public:
  using Task = std::function<void()>;

  // `wanted` threads, at least one; throws std::system_error where the system gives none.
  WorkerPool(std::size_t wanted, std::size_t waiting_max);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when so many wait that there is no room.
  bool enqueue(Task task) EXCLUDES(mutex_);

  // Forgets what waits, and ends when what is running has. Called twice it does nothing.
  void stop() EXCLUDES(mutex_);

  std::size_t threads() const { return threads_.size(); }
  std::int64_t waiting() const { return waiting_count_; }
  std::int64_t busy() const { return busy_; }

 private:
  struct Worker {
    ConditionVariable wake;
    bool is_called = false;  // guarded by the pool's mutex
  };

  void run() EXCLUDES(mutex_);

  const std::size_t waiting_max_;
  std::atomic<std::int64_t> waiting_count_{0};
  std::atomic<std::int64_t> busy_{0};
  Mutex mutex_;
  std::deque<Task> waiting_ GUARDED_BY(mutex_);
  std::vector<Worker*> idle_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // last: they use all of the above
};

}  // namespace srl
