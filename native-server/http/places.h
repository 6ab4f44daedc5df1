// SPDX-License-Identifier: MIT
// Limits how many threads do something at once. The last owner of a place gives it back when it is
// destroyed, and so does shared_ptr itself when it finds no memory.
#pragma once

#include <cstddef>
#include <memory>
#include <semaphore>

namespace srl {

class Places {
 public:
  explicit Places(std::ptrdiff_t count) : free_(count) {}

  // Waits until a place is free. The places outlive it.
  std::shared_ptr<void> take() {
    free_.acquire();
    return {nullptr, [this](void*) { free_.release(); }};
  }

 private:
  std::counting_semaphore<> free_;
};

}  // namespace srl
