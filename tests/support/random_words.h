// SPDX-License-Identifier: MIT
// Random words that are the same in every run.
#pragma once

#include "base/random.h"
#include "ports/random_source.h"

namespace srl::test {

class Words final : public RandomSource {
 public:
  std::uint64_t next(RandomPurpose) override { return mix64(++count_); }

 private:
  std::uint64_t count_ = 0;
};

}  // namespace srl::test
