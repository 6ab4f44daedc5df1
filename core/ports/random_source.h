// SPDX-License-Identifier: MIT
// Random words, one stream per purpose: a change in how often one purpose draws leaves the others
// as they were.
#pragma once

#include <cstdint>

#include "base/enum_names.h"

namespace srl {

enum class RandomPurpose : std::uint8_t { identifier, jitter };

class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual std::uint64_t next(RandomPurpose purpose) = 0;
};

}  // namespace srl
