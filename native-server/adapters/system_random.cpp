// SPDX-License-Identifier: MIT
#include "adapters/system_random.h"

#include <openssl/rand.h>

#include <cstring>
#include <stdexcept>

namespace srl {

std::uint64_t SystemRandom::next(RandomPurpose) {
  unsigned char bytes[sizeof(std::uint64_t)];
  if (RAND_bytes(bytes, sizeof bytes) != 1) {
    throw std::runtime_error("the system gives no random numbers");
  }
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace srl
