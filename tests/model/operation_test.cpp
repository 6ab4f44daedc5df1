// SPDX-License-Identifier: MIT
#include "model/operation.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "model/safeguards.h"

namespace srl {

TEST_CASE("operation: kinds are found by their names, states have names of their own") {
  for (int i = 0; i < kCountOf<OpKind>; ++i) {
    const auto kind = static_cast<OpKind>(i);
    CHECK(parse_op_kind(name_of(kind)).value() == kind);
  }
  CHECK_FALSE(parse_op_kind("create").ok());
  std::set<std::string> names;
  for (int i = 0; i < kCountOf<OpState>; ++i) {
    CHECK(names.emplace(name_of(static_cast<OpState>(i))).second);
  }
}

TEST_CASE("hlc: it follows the wall clock while that goes forward") {
  const Hlc first = next_hlc(0, 1'000);
  const Hlc second = next_hlc(first, 1'001);
  CHECK(first == Hlc{1'000} << 16);
  CHECK(second == Hlc{1'001} << 16);
}

TEST_CASE("hlc: it goes forward even when the wall clock stands or goes back") {
  const Hlc first = next_hlc(0, 1'000);
  const Hlc standing = next_hlc(first, 1'000);
  const Hlc back = next_hlc(standing, 10);
  CHECK(standing == first + 1);
  CHECK(back == standing + 1);
}

TEST_CASE("safeguards: decisions are found by their names") {
  for (int i = 0; i < kCountOf<Decision>; ++i) {
    const auto decision = static_cast<Decision>(i);
    CHECK(parse_decision(decision_name(decision)).value() == decision);
  }
  CHECK(parse_decision("sync").error().code == ErrorCode::unknown_name);
}

}  // namespace srl
