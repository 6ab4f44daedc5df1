// SPDX-License-Identifier: MIT
// A reference-counted pointer with the count inside the object. Unlike std::shared_ptr it costs one
// allocation and one word, and is_only_owner() is safe to write through: pages of one template
// image are shared by worlds that run in several threads, and copy-on-write asks that question on
// every write.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace srl {

// The base of what a SharedRef may own. Copying the object starts a new count.
struct SharedCount {
  SharedCount() = default;
  SharedCount(const SharedCount&) {}
  SharedCount& operator=(const SharedCount&) { return *this; }

  std::atomic<std::uint32_t> owners{0};
};

template <class T>
class SharedRef {
 public:
  SharedRef() = default;
  explicit SharedRef(T* object) : object_(object) { acquire(); }  // takes ownership
  SharedRef(const SharedRef& other) : object_(other.object_) { acquire(); }
  SharedRef(SharedRef&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  SharedRef& operator=(SharedRef other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~SharedRef() { release(); }

  T* get() const { return object_; }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

  // True when nobody else can see the object: it may be changed in place. The acquire pairs with
  // the release of the owner that left last, whichever thread that was.
  bool is_only_owner() const {
    return object_ != nullptr && object_->owners.load(std::memory_order_acquire) == 1;
  }

 private:
  void acquire() {
    if (object_ != nullptr) object_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  void release() {
    if (object_ == nullptr) return;
    // The only owner needs no read-modify-write: nobody is left to race with.
    if (is_only_owner() || object_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete object_;
    }
  }

  T* object_ = nullptr;
};

}  // namespace srl
