// SPDX-License-Identifier: MIT
// Random words that nobody can guess, from OpenSSL's generator.
#pragma once

#include "ports/random_source.h"

namespace srl {

class SystemRandom final : public RandomSource {
 public:
  // Throws std::runtime_error when the machine has no entropy: nothing can go on without.
  std::uint64_t next(RandomPurpose purpose) override;
};

}  // namespace srl
