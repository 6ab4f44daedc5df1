// SPDX-License-Identifier: MIT
// The simulation's crypto: a keyed digest of its own PRNG, so that a seed gives the same tokens on
// every machine. It protects nothing: a reader of this can make any token. The real one is the
// native server's.
#pragma once

#include <array>

#include "base/digest.h"
#include "base/random.h"
#include "ports/crypto.h"

namespace srl {

class PretendCrypto final : public Crypto {
 public:
  // `counter` counts the random words drawn; it belongs to what a checkpoint copies.
  PretendCrypto(std::uint64_t seed, std::uint64_t& counter) : seed_(seed), counter_(counter) {}

  std::string mac(std::string_view text) override {
    Digest digest;
    digest.add(seed_);
    digest.add_text(text);
    std::string bytes;
    for (std::uint64_t word = 0; word < kMacBytes / sizeof word; ++word) {
      append(bytes, random_at(seed_, purpose_of("mac"), digest.value(), word));
    }
    return bytes;
  }

  std::string random(std::size_t bytes) override {
    std::string drawn;
    while (drawn.size() < bytes) {
      append(drawn, random_at(seed_, purpose_of("crypto"), 0, counter_++));
    }
    drawn.resize(bytes);
    return drawn;
  }

  bool equal(std::string_view a, std::string_view b) override { return a == b; }

 private:
  static void append(std::string& bytes, std::uint64_t word) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>((word >> shift) & 0xFFU));
    }
  }

  std::uint64_t seed_;
  std::uint64_t& counter_;
};

}  // namespace srl
