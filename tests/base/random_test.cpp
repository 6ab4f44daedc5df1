// SPDX-License-Identifier: MIT
// The known values come from a second implementation of the same definition, in Python: should one
// of them change, every recorded history would run differently.
#include "base/random.h"

#include <doctest/doctest.h>

#include <cstdint>

namespace srl {

TEST_CASE("random: the mixing function is SplitMix64's") {
  CHECK(mix64(0) == 0);
  CHECK(mix64(1) == 0x5692161D100B05E5);
  CHECK(mix64(0x9E3779B97F4A7C15) == 0xE220A8397B1DCDAF);  // SplitMix64's first value of seed 0
}

TEST_CASE("random: a purpose is the FNV-1a hash of its name") {
  CHECK(purpose_of("") == 0xCBF29CE484222325);
  CHECK(purpose_of("a") == 0xAF63DC4C8601EC8C);
  CHECK(purpose_of("foobar") == 0x85944171F73967E8);
}

TEST_CASE("random: streams have the values that histories rely on") {
  RandomStream stream;
  CHECK(stream.next() == 0x2F37B19CDAB08AA0);
  CHECK(stream.next() == 0x25C147818925713B);
  CHECK(stream.next() == 0x218AAFBF3D7102DA);
  CHECK(random_at(42, purpose_of("network"), 2, 7) == 0xE5C435B9DE92D6C4);
}

TEST_CASE("random: drawing from one stream leaves the others as they were") {
  RandomStream a{1, purpose_of("a"), 0, 0};
  RandomStream b{1, purpose_of("b"), 0, 0};
  const std::uint64_t first_of_b = RandomStream(b).next();
  for (int i = 0; i < 100; ++i) a.next();
  CHECK(b.next() == first_of_b);
  CHECK(a.counter == 100);
}

TEST_CASE("random: every part of the key matters") {
  const std::uint64_t value = random_at(1, 2, 3, 4);
  CHECK(random_at(2, 2, 3, 4) != value);
  CHECK(random_at(1, 3, 3, 4) != value);
  CHECK(random_at(1, 2, 4, 4) != value);
  CHECK(random_at(1, 2, 3, 5) != value);
}

TEST_CASE("random: bounds hold and are reached") {
  RandomStream stream{7, 7, 7, 0};
  bool low = false;
  bool high = false;
  for (int i = 0; i < 1'000; ++i) {
    const std::int64_t value = stream.between(-2, 2);
    REQUIRE(value >= -2);
    REQUIRE(value <= 2);
    low = low || value == -2;
    high = high || value == 2;
  }
  CHECK(low);
  CHECK(high);
  CHECK(stream.below(0) == 0);
  CHECK(stream.below(1) == 0);
  CHECK(stream.between(5, 5) == 5);
}

TEST_CASE("random: a chance in parts per million is about that") {
  RandomStream stream{3, 1, 4, 0};
  int hits = 0;
  for (int i = 0; i < 100'000; ++i) hits += stream.chance_ppm(250'000) ? 1 : 0;
  CHECK(hits > 24'500);
  CHECK(hits < 25'500);
  CHECK_FALSE(stream.chance_ppm(0));
  CHECK(stream.chance_ppm(kPpm));
}

}  // namespace srl
