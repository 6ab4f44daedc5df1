// SPDX-License-Identifier: MIT
// Mutexes that the compiler checks: a member says which mutex guards it, a function says which one
// its caller holds, and clang refuses code that keeps to neither (-Wthread-safety). To other
// compilers the words below mean nothing.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define SRL_THREAD_ATTRIBUTE(attribute) __attribute__((attribute))
#else
#define SRL_THREAD_ATTRIBUTE(attribute)
#endif

// Of a member: who touches it holds the mutex.
#define GUARDED_BY(mutex) SRL_THREAD_ATTRIBUTE(guarded_by(mutex))
// Of a function: its caller holds the mutex, or does not hold it, since the function takes it.
#define REQUIRES(...) SRL_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) SRL_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
// Of the types below and their like.
#define CAPABILITY(name) SRL_THREAD_ATTRIBUTE(capability(name))
#define SCOPED_CAPABILITY SRL_THREAD_ATTRIBUTE(scoped_lockable)
#define ACQUIRE(...) SRL_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) SRL_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))

namespace srl {

class CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }

 private:
  friend class ConditionVariable;
  std::mutex mutex_;
};

// Holds the mutex as long as it lives, but between unlock() and lock(). One that is const never
// lets go.
class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() RELEASE() {
    if (is_held_) mutex_.unlock();
  }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

  void lock() ACQUIRE() {
    mutex_.lock();
    is_held_ = true;
  }
  void unlock() RELEASE() {
    is_held_ = false;
    mutex_.unlock();
  }

 private:
  Mutex& mutex_;
  bool is_held_ = true;
};

// Gives the mutex back while it waits. A thread may wake for no reason, so the caller waits in a
// loop that looks at what it waits for: there the compiler sees that the mutex is held, which in a
// predicate it does not.
class ConditionVariable {
 public:
  void wait(Mutex& mutex) REQUIRES(mutex) {
    Held held(mutex);
    condition_.wait(held.lock);
  }

  // False when the time has come.
  bool wait_until(Mutex& mutex, std::chrono::steady_clock::time_point until) REQUIRES(mutex) {
    Held held(mutex);
    return condition_.wait_until(held.lock, until) == std::cv_status::no_timeout;
  }

  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  // The mutex as the standard library wants it; the caller has locked it, and goes on holding it.
  struct Held {
    explicit Held(Mutex& mutex) : lock(mutex.mutex_, std::adopt_lock) {}
    ~Held() { lock.release(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    std::unique_lock<std::mutex> lock;
  };

  std::condition_variable condition_;
};

}  // namespace srl
