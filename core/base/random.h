// SPDX-License-Identifier: MIT
// Randomness as a pure function: value = hash(seed, purpose, actor, counter). One stream per
// purpose and actor, so that drawing more of one kind never reshuffles another: a policy can be
// switched and the same faults still strike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace srl {

inline constexpr std::uint64_t kPpm = 1'000'000;  // probabilities are parts per million

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

constexpr std::uint64_t random_at(std::uint64_t seed, std::uint64_t purpose, std::uint64_t actor,
                                  std::uint64_t counter) {
  std::uint64_t x = mix64(seed + 0x9E3779B97F4A7C15ULL);
  x = mix64(x ^ (purpose + 0xD1B54A32D192ED03ULL));
  x = mix64(x ^ (actor + 0x8CB92BA72F3D8DD7ULL));
  return mix64(x + counter * 0x9E3779B97F4A7C15ULL);
}

// FNV-1a: turns a name into a purpose number at compile time.
constexpr std::uint64_t purpose_of(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return hash;
}

// One stream of the family above; plain data, so that a checkpoint can copy it.
struct RandomStream {
  std::uint64_t seed = 0;
  std::uint64_t purpose = 0;
  std::uint64_t actor = 0;
  std::uint64_t counter = 0;

  std::uint64_t next() { return random_at(seed, purpose, actor, counter++); }

  // Uniform in [0, bound); 0 when bound is 0. The modulo bias is below 2^-40 for our bounds.
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

  // Uniform over the places of a list of `size`; 0 when it is empty.
  std::size_t index(std::size_t size) { return static_cast<std::size_t>(below(size)); }

  // Uniform in [low, high], both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }

  bool chance_ppm(std::uint64_t probability_ppm) { return below(kPpm) < probability_ppm; }
};

}  // namespace srl
