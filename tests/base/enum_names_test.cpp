// SPDX-License-Identifier: MIT
#include "base/enum_names.h"

#include <doctest/doctest.h>

namespace srl {
namespace {

enum class Signal : std::uint8_t { red, yellow_red, green };
enum class Lonely : std::uint8_t { only };

}  // namespace

TEST_CASE("enum names: names and count are those of the definition") {
  static_assert(kCountOf<Signal> == 3);
  static_assert(kCountOf<Lonely> == 1);
  CHECK(kNamesOf<Signal> == std::array<std::string_view, 3>{"red", "yellow_red", "green"});
  CHECK(name_of(Signal::yellow_red) == "yellow_red");
}

TEST_CASE("enum names: a number without a name is unreadable") {
  CHECK(name_of(static_cast<Signal>(3)) == "unreadable");
  CHECK(name_of(static_cast<Signal>(255)) == "unreadable");
}

TEST_CASE("enum names: a value is found by its whole name alone") {
  CHECK(find_value<Signal>("green") == Signal::green);
  for (const char* wrong : {"", "gree", "greens", "Green", "2", "unreadable"}) {
    CAPTURE(wrong);
    CHECK_FALSE(find_value<Signal>(wrong).has_value());
  }
}

TEST_CASE("enum names: the message about a wrong name lists the right ones") {
  CHECK(parse_value<Signal>("the light is", "red").value() == Signal::red);
  const Result<Signal> wrong = parse_value<Signal>("the light is", "blue");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().code == ErrorCode::bad_value);
  CHECK(wrong.error().detail == "the light is red, yellow_red or green, not \"blue\"");
  CHECK(names_in_words<Lonely>() == "only");
}

}  // namespace srl
