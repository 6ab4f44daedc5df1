// SPDX-License-Identifier: MIT
#include "base/ids.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace srl {

TEST_CASE("ids: the example of RFC 9562 comes out of its parts") {
  // Appendix A.6: 0x17F22E279B0 ms, rand_a CC3, rand_b 18C4DC0C0C07398F.
  const Uuid id = make_uuid_v7(0x17F22E279B0, 0xCC3, 0x18C4DC0C0C07398F);
  CHECK(to_string(id) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST_CASE("ids: version and variant stand whatever the random words are") {
  for (const std::uint64_t word : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    const std::string text = to_string(make_uuid_v7(1, word, word));
    CHECK(text[14] == '7');
    CHECK(std::string("89ab").find(text[19]) != std::string::npos);
  }
}

TEST_CASE("ids: a later id sorts after an earlier one, as value and as text") {
  const Uuid early = make_uuid_v7(1'700'000'000'000, 0xFFF, ~std::uint64_t{0});
  const Uuid late = make_uuid_v7(1'700'000'000'001, 0, 0);
  CHECK(early < late);
  CHECK_FALSE(late < early);
  CHECK(to_string(early) < to_string(late));
}

TEST_CASE("ids: text is read back in either case") {
  const Uuid id = make_uuid_v7(123'456'789, 0xABC, 0x1234'5678'9ABC'DEF0);
  CHECK(parse_uuid(to_string(id)).value() == id);
  CHECK(parse_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F").value() ==
        parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value());
}

TEST_CASE("ids: what is no UUID is refused") {
  const std::vector<std::string> wrong = {
      "",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398",    // too short
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",  // too long
      "017f22e279b0-7cc3-98c4-dc0c0c07398f-",   // dashes elsewhere
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",   // no hexadecimal digit
      "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",   // a brace
      "017f22e2-79b0-7cc3-98c4-dc0c0c0739\xC3\xA4",
  };
  for (const std::string& text : wrong) {
    CAPTURE(text);
    const Result<Uuid> id = parse_uuid(text);
    REQUIRE_FALSE(id.ok());
    CHECK(id.error().code == ErrorCode::bad_value);
  }
}

TEST_CASE("ids: a default id is nil, and the short form is the end of the long one") {
  CHECK(Uuid{}.is_nil());
  CHECK_FALSE(Uuid{0, 1}.is_nil());
  CHECK(short_id(parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value()) == "398f");
}

}  // namespace srl
