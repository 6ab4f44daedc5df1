// SPDX-License-Identifier: MIT
// A part of a link that has neither key nor value ("#=") was kept, written without its sign, and
// so lost: the link was another one each time that it was written.
#include <doctest/doctest.h>

#include "sim/link.h"

namespace srl {

TEST_CASE("regression: a link keeps the parts of others whose key is empty") {
  for (const char* text : {"#=", "#=&a=1", "#a=1&=", "#seed=7&=&=&b", "#=x", "#=&="}) {
    CAPTURE(text);
    const Result<ShortLink> link = parse_short_link(text);
    REQUIRE(link.ok());
    const std::string written = format_short_link(*link);
    CHECK(parse_short_link(written).value() == *link);
  }
  CHECK(format_short_link(parse_short_link("#=").value()) == "#=");
  CHECK(format_short_link(parse_short_link("#=&a=1").value()) == "#=&a=1");
}

}  // namespace srl
