// SPDX-License-Identifier: MIT
#include "base/digest.h"

#include <doctest/doctest.h>

namespace srl {

TEST_CASE("digest: it has the value that a second implementation computed") {
  Digest digest;
  digest.add(1);
  digest.add_signed(-1);
  digest.add_text("gr\xC3\xBCn");
  CHECK(digest.value() == 0x3A8C106FD3D2FF0B);
}

TEST_CASE("digest: order and borders of values count") {
  Digest ab;
  ab.add(1);
  ab.add(2);
  Digest ba;
  ba.add(2);
  ba.add(1);
  CHECK(ab.value() != ba.value());

  Digest one;
  one.add_text("ab");
  one.add_text("c");
  Digest other;
  other.add_text("a");
  other.add_text("bc");
  CHECK(one.value() != other.value());
}

TEST_CASE("digest: both halves of a number count") {
  Digest low;
  low.add(1);
  Digest high;
  high.add(1ULL << 32);
  CHECK(low.value() != high.value());
}

TEST_CASE("digest: it is written with 16 digits") {
  CHECK(format_digest(0) == "0000000000000000");
  CHECK(format_digest(0xABCDEF) == "0000000000abcdef");
  CHECK(format_digest(0xFEDCBA9876543210) == "fedcba9876543210");
}

}  // namespace srl
