// SPDX-License-Identifier: MIT
#include "net/worker_pool.h"

#include <system_error>

namespace srl {

WorkerPool::WorkerPool(std::size_t wanted, std::size_t waiting_max) : waiting_max_(waiting_max) {
  threads_.reserve(wanted);
  while (threads_.size() < wanted) {
    try {
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      if (threads_.empty()) throw;
      break;
    }
  }
}

void WorkerPool::stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    waiting_.clear();
    waiting_count_ = 0;
    for (Worker* worker : idle_) {
      worker->is_called = true;
      worker->wake.notify_one();
    }
    idle_.clear();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool WorkerPool::enqueue(Task task) {
  const MutexLock lock(mutex_);
  if (stopping_ || waiting_.size() >= waiting_max_) return false;
  waiting_.push_back(std::move(task));
  waiting_count_ = static_cast<std::int64_t>(waiting_.size());
  if (idle_.empty()) return true;
  Worker* const worker = idle_.back();
  idle_.pop_back();
  worker->is_called = true;
  worker->wake.notify_one();
  return true;
}

void WorkerPool::run() {
  Worker self;
  MutexLock lock(mutex_);
  while (!stopping_) {
    if (waiting_.empty()) {
      self.is_called = false;
      idle_.push_back(&self);
      while (!self.is_called) self.wake.wait(mutex_);
      continue;
    }
    Task task = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_count_ = static_cast<std::int64_t>(waiting_.size());
    ++busy_;
    lock.unlock();
    task();
    task = nullptr;  // what it holds goes before the lock is taken
    lock.lock();
    --busy_;
  }
}

}  // namespace srl
