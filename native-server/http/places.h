// SPDX-License-Identifier: MIT
// How many may do something at once. A place that was taken is given back with its last owner, also
// where there is no memory for the work.
#pragma once

#include <cstddef>
#include <memory>
#include <semaphore>

namespace srl {

class Places {
 public:
  explicit Places(std::ptrdiff_t count) : free_(count) {}

  // Waits until one is free. The places outlive it.
  std::shared_ptr<void> take() {
    free_.acquire();
    return {nullptr, [this](void*) { free_.release(); }};
  }

 private:
  std::counting_semaphore<> free_;
};

}  // namespace srl
